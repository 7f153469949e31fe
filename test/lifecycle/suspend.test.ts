// ctrl-z gives the shell its terminal, fg brings the dashboard back.
import { afterAll, describe, expect, test } from "vitest";
import { nodes, programPath, temporaryHome } from "../support/program.ts";
import { endPtys, openPty, untouched } from "../support/pty.ts";

const home = temporaryHome();
afterAll(async () => {
  await endPtys();
  home.remove();
});

const live = (screen: readonly string[]): boolean => /● live/u.test(screen[0] ?? "");
const says = (text: string) => (screen: readonly string[]) => screen.some((row) => row.trim() === text);

describe.each(nodes)("on %s", (_name, node) => {
  test("ctrl-z and fg", async () => {
    const shell = ["bash", "--norc", "--noprofile", "-i"];
    const pty = openPty(shell, { columns: 120, rows: 36, env: { ...home.env, PS1: "> ", BASH_SILENCE_DEPRECATION_WARNING: "1" } });
    await pty.until((screen) => screen.some((row) => row.startsWith(">")), 5_000, "the prompt");
    pty.write(`'${node}' '${programPath}' --demo calm\r`);
    await pty.until(live, 10_000, "a live screen");

    pty.write("\u001a");
    await pty.until((screen) => screen.some((row) => row.includes("Stopped")), 5_000, "the shell's word");
    expect({ ...pty.modes(), bracketedPaste: false }).toEqual(untouched);
    // What the shell runs now has a terminal that echoes and reads lines.
    pty.write("stty -a | grep -c -- ' -icanon\\| -echo \\| -opost'; echo suspended\r");
    await pty.until(says("suspended"), 5_000, "a command's output");
    expect(pty.screen().map((row) => row.trim())).toContain("0");

    pty.write("fg\r");
    const ours = (): boolean => pty.modes().alternate && pty.modes().cursorHidden;
    await pty.until((screen) => live(screen) && ours() && !says("suspended")(screen), 5_000, "the dashboard again");
    pty.write("?");
    await pty.until((screen) => screen.some((row) => row.includes("freeze the screen")), 5_000, "an answer to a key");
    pty.write("q");
    await pty.until((screen) => !screen.some((row) => row.includes("freeze the screen")), 5_000, "the end of the help");
    pty.write("q");

    await pty.until((screen) => says("suspended")(screen), 5_000, "the shell's screen");
    pty.write("echo ended with $?\r");
    await pty.until(says("ended with 0"), 5_000, "the exit code");
    pty.write("exit\r");
    await pty.exited;
  });

  test("a held ctrl-z is one suspension", async () => {
    const shell = ["bash", "--norc", "--noprofile", "-i"];
    const pty = openPty(shell, { columns: 120, rows: 36, env: { ...home.env, PS1: "> ", BASH_SILENCE_DEPRECATION_WARNING: "1" } });
    await pty.until((screen) => screen.some((row) => row.startsWith(">")), 5_000, "the prompt");
    pty.write(`'${node}' '${programPath}' --demo calm\r`);
    await pty.until(live, 10_000, "a live screen");
    pty.write("\u001a\u001a");
    await pty.until((screen) => screen.some((row) => row.includes("Stopped")), 5_000, "the shell's word");
    pty.write("fg\r");
    await pty.until((screen) => live(screen) && pty.modes().alternate, 5_000, "the dashboard again");
    pty.write("q");
    await pty.until((screen) => !pty.modes().alternate && screen.some((row) => row.includes("Stopped")), 5_000, "the shell's screen");
    pty.write("echo ended with $?\r");
    await pty.until(says("ended with 0"), 5_000, "the exit code");
    pty.write("exit\r");
    await pty.exited;
  });
});
