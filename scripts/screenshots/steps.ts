// Pictures of the built program on a real terminal: it waits for what is to be seen, takes a picture, and presses the next keys.
import { openPty } from "../../test/support/pty.ts";
import { screenSvg } from "./svg.ts";

const columns = 120;
const rows = 36;

export type Step = {
  readonly when: RegExp;
  /** Taken when it is seen. */
  readonly picture?: { readonly name: string; readonly title: string };
  readonly keys: string;
  /** Default two minutes. */
  readonly patienceMs?: number;
};

export type Save = (name: string, svg: string) => void;

/** `args`: where the gateway is. */
export async function takeSteps(steps: readonly Step[], args: readonly string[], save: Save): Promise<void> {
  const program = new URL("../../dist/gatetop.cjs", import.meta.url).pathname;
  const given = Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  const env = { ...given, TERM: "xterm-256color", LANG: "C.UTF-8" };
  const pty = openPty([process.execPath, program, ...args], { columns, rows, env });
  for (const { when, picture, keys, patienceMs = 120_000 } of steps) {
    await pty.until((screen) => when.test(screen.join("\n")), patienceMs, String(when));
    if (picture !== undefined) save(picture.name, await screenSvg(pty.output(), columns, rows, picture.title));
    pty.write(keys);
  }
  await pty.exited;
}
