// A restart of a running gateway, taken step by step from the built program on a real terminal. The gateway needs a hung run.
import { openPty } from "../../test/support/pty.ts";
import { screenSvg } from "./svg.ts";

const columns = 120;
const rows = 36;
const STEP_MS = 120_000;

type Step = {
  readonly when: RegExp;
  /** Taken when it is seen. */
  readonly picture?: { readonly name: string; readonly title: string };
  readonly keys: string;
};

const steps: readonly Step[] = [
  { when: /● live[^]*● OK/u, keys: "R" },
  {
    when: /^(?![^]*looking at)[^]*● graceful restart[^]*○ end a suspension/u,
    picture: { name: "restart-menu", title: "Every way to restart this gateway, or why not" },
    keys: "\r",
  },
  { when: /type restart and press enter/u, keys: "restart" },
  {
    when: /restart_ {2}enter does it/u,
    picture: { name: "restart-confirm", title: "What a restart would interrupt, before it is asked for" },
    keys: "\r",
  },
  {
    when: /deferred until .* forces it in 4m5[0-4]s/u,
    picture: { name: "restart-deferral", title: "A restart waits for running work" },
    keys: "f",
  },
  { when: /bounded force[^]*type restart and press enter/u, keys: "restart" },
  { when: /restart_ {2}enter does it/u, keys: "\r" },
  {
    when: /● restarted: boot[^]*(\d+)\/\1 channels back/u,
    picture: { name: "restart-proof", title: "The proof: every milestone, and the evidence" },
    keys: "\u001b",
  },
  { when: /R restart/u, keys: "q" },
];

/** `args`: where the gateway is. */
export async function takeRestart(args: readonly string[], save: (name: string, svg: string) => void): Promise<void> {
  const program = new URL("../../dist/gatetop.cjs", import.meta.url).pathname;
  const given = Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  const env = { ...given, TERM: "xterm-256color", LANG: "C.UTF-8" };
  const pty = openPty([process.execPath, program, ...args], { columns, rows, env });
  for (const { when, picture, keys } of steps) {
    await pty.until((screen) => when.test(screen.join("\n")), STEP_MS, String(when));
    if (picture !== undefined) save(picture.name, await screenSvg(pty.output(), columns, rows, picture.title));
    pty.write(keys);
  }
  await pty.exited;
}
