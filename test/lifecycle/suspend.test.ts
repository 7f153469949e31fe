// ctrl-z gives the shell its terminal, fg brings the dashboard back.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { nodes, programPath, temporaryHome } from "../support/program.ts";
import { endPtys, openPty, type Pty, untouched } from "../support/pty.ts";

const home = temporaryHome();
afterAll(async () => {
  await endPtys();
  home.remove();
});

const live = (screen: readonly string[]): boolean => /● live/u.test(screen[0] ?? "");
const says = (text: string) => (screen: readonly string[]) => screen.some((row) => row.trim() === text);

const SHELL = ["bash", "--norc", "--noprofile", "-i"];
const helpShown = (screen: readonly string[]): boolean => screen.some((row) => row.includes("keys and glyphs"));
const stopped = (screen: readonly string[]): boolean => screen.some((row) => row.includes("Stopped"));

const ours = (pty: Pty): boolean => pty.modes().alternate && pty.modes().cursorHidden && pty.modes().bracketedPaste && pty.modes().mouse;

/** The dashboard as a job of an interactive shell. */
async function started(node: string, columns: number, rows: number): Promise<{ readonly pty: Pty; readonly pid: number }> {
  const pty = openPty(SHELL, { columns, rows, env: { ...home.env, PS1: "> ", BASH_SILENCE_DEPRECATION_WARNING: "1" } });
  await pty.until((screen) => screen.some((row) => row.startsWith(">")), 10_000, "the prompt");
  const noted = join(home.dir, "pid");
  pty.write(`sh -c 'echo $$ >${noted}; exec "$0" "$@"' '${node}' '${programPath}' --demo calm --mouse\r`);
  await pty.until(live, 10_000, "a live screen");
  return { pty, pid: Number(readFileSync(noted, "utf8")) };
}

/** A key acts without enter, and is not echoed: the terminal is in the dashboard's mode. */
async function answersToKeys(pty: Pty): Promise<void> {
  pty.write("?");
  await pty.until(helpShown, 10_000, "an answer to a key");
  pty.write("q");
  await pty.until((screen) => !helpShown(screen) && ours(pty), 10_000, "the end of the help");
}

async function ends(pty: Pty): Promise<void> {
  pty.write("q");
  await pty.until(() => !pty.modes().alternate, 10_000, "the shell's screen");
  pty.write("echo ended with $?\r");
  await pty.until(says("ended with 0"), 10_000, "the exit code");
  pty.write("exit\r");
  await pty.exited;
}

/** The dashboard fills the screen: the keys on the last row, and every frame ends at the edge. */
function fills(columns: number, rows: number): (screen: readonly string[]) => boolean {
  return (screen) =>
    screen.length === rows &&
    live(screen) &&
    / q quit/u.test(screen.at(-1) ?? "") &&
    screen
      .filter((row) => /^[╭│╰]/u.test(row))
      .every((row) => /[╮│╯]$/u.test(row) && (/[^\0-\u2fff]/u.test(row) || row.length === columns));
}

describe.each(nodes)("on %s", (_name, node) => {
  test("ctrl-z and fg", async () => {
    const { pty } = await started(node, 120, 36);
    pty.write("\u001a");
    await pty.until(stopped, 10_000, "the shell's word");
    expect({ ...pty.modes(), bracketedPaste: false }).toEqual(untouched);
    // What the shell runs now has a terminal that echoes and reads lines.
    pty.write("stty -a | grep -c -- ' -icanon\\| -echo \\| -opost'; echo suspended\r");
    await pty.until(says("suspended"), 10_000, "a command's output");
    expect(pty.screen().map((row) => row.trim())).toContain("0");

    pty.write("fg\r");
    await pty.until((screen) => live(screen) && ours(pty) && !says("suspended")(screen), 10_000, "the dashboard again");
    await answersToKeys(pty);
    await ends(pty);
  });

  test("a held ctrl-z is one suspension", async () => {
    const { pty } = await started(node, 120, 36);
    pty.write("\u001a\u001a");
    await pty.until(stopped, 10_000, "the shell's word");
    pty.write("fg\r");
    await pty.until((screen) => live(screen) && pty.modes().alternate, 10_000, "the dashboard again");
    await ends(pty);
  });

  // STOP gives the program no chance to give the terminal back: it is the shell that writes on the dashboard then.
  test.each([
    ["ctrl-z", null],
    ["kill -TSTP", "SIGTSTP"],
    ["kill -STOP", "SIGSTOP"],
  ] as const)("%s, another size, fg: the dashboard has the new size", async (_how, signal) => {
    const { pty, pid } = await started(node, 100, 30);
    if (signal === null) pty.write("\u001a");
    else process.kill(pid, signal);
    await pty.until(stopped, 10_000, "the shell's word");
    expect(pty.modes().alternate).toBe(signal === "SIGSTOP");
    pty.resize(80, 24);
    // The shell has taken note of the size before the dashboard is on again.
    pty.write("stty size\r");
    await pty.until((screen) => screen.some((row) => row.startsWith("24 80")), 10_000, "the new size");

    pty.write("fg\r");
    await pty.until((screen) => ours(pty) && fills(80, 24)(screen), 10_000, "the dashboard at the new size");
    await answersToKeys(pty);
    await pty.until(fills(80, 24), 10_000, "the dashboard at the new size still");
    await ends(pty);
  });

  test("where nobody could continue it, ctrl-z is without effect", async () => {
    const pty = openPty([node, programPath, "--demo", "calm", "--mouse"], { columns: 80, rows: 24, env: home.env });
    await pty.until(live, 10_000, "a live screen");
    pty.write("\u001a");
    await answersToKeys(pty);
    pty.write("q");
    expect(await pty.exited).toMatchObject({ status: 0 });
  });
});
