// Pictures of the built program on a real terminal: it waits for what is to be seen, takes a picture, and presses the next keys.
import { openPty } from "../../test/support/pty.ts";
import { screenSvg, type SchemeName } from "./svg.ts";

const columns = 120;
const rows = 36;

export type Step = {
  readonly when: RegExp;
  /** Taken when it is seen. */
  readonly picture?: { readonly name: string; readonly title: string; readonly scheme?: SchemeName };
  /** What happens before the next keys. */
  readonly meanwhile?: () => Promise<void>;
  readonly keys: string;
  /** Default two minutes. */
  readonly patienceMs?: number;
};

export type Save = (name: string, svg: string) => void;

/** How the program is run when it is not just started. */
export type Around = { readonly through: readonly string[]; readonly env: Readonly<Record<string, string>> };

/** `args`: where the gateway is. */
export async function takeSteps(steps: readonly Step[], args: readonly string[], save: Save, around?: Around): Promise<void> {
  const program = new URL("../../dist/gatetop.cjs", import.meta.url).pathname;
  const given = Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  const env = { ...(around?.env ?? given), TERM: "xterm-256color", LANG: "C.UTF-8" };
  const pty = openPty([...(around?.through ?? []), process.execPath, program, ...args], { columns, rows, env });
  for (const { when, picture, meanwhile, keys, patienceMs = 120_000 } of steps) {
    await pty.until((screen) => when.test(screen.join("\n")), patienceMs, String(when));
    if (picture !== undefined) save(picture.name, await screenSvg(pty.output(), columns, rows, picture.title, picture.scheme));
    await meanwhile?.();
    pty.write(keys);
  }
  await pty.exited;
}
