// The dashboard in terminals of all kinds.
import { afterAll, describe, expect, test } from "vitest";
import { nodes, programPath, temporaryHome } from "../support/program.ts";
import { endPtys, openPty, type Pty } from "../support/pty.ts";

const home = temporaryHome();
afterAll(async () => {
  await endPtys();
  home.remove();
});

const live = (screen: readonly string[]): boolean => /(?:●|\*|o|@|\+) live/u.test(screen[0] ?? "");
const colours = /\u001b\[(?:[0-9;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[0-9;]*)?m/u;

const sized = (columns: number, rows: number) => ({ columns, rows });

async function quit(pty: Pty): Promise<void> {
  pty.write("q");
  await pty.exited;
}

/** Only the lines of the boxes: what stands in them changes every second. */
const boxes = (screen: readonly string[]): string => screen.map((row) => row.replace(/[^─│╭╮╰╯]/gu, " ").trimEnd()).join("\n");

describe.each(nodes)("on %s", (_name, node) => {
  const open = (size: { columns: number; rows: number }, env: Readonly<Record<string, string>> = {}, args: readonly string[] = []): Pty =>
    openPty([node, programPath, "--demo", "calm", ...args], { ...size, env: { ...home.env, ...env } });

  test("a terminal that does not tell its size is 80×24", async () => {
    const program = ["sh", "-c", 'stty rows 0 cols 0; exec "$@"', "sh", node, programPath, "--demo", "calm"];
    const pty = openPty(program, { ...sized(120, 36), env: home.env });
    await pty.until((rows) => live(rows) && /help/u.test(rows[23] ?? ""), 10_000, "a live screen of 24 rows");
    const screen = pty.screen();
    expect(screen[23]).toMatch(/help/u);
    expect(screen.slice(24).join("")).toBe("");
    expect(Math.max(...screen.map((row) => row.length))).toBeLessThanOrEqual(80);
    await quit(pty);
  });

  test("many sizes in a row end with the screen of the last one", async () => {
    const fresh = open(sized(101, 31));
    await fresh.until(live, 10_000, "a live screen");
    const storm = open(sized(120, 36));
    await storm.until(live, 10_000, "a live screen");
    for (const step of Array.from({ length: 24 }, (_, index) => index)) storm.resize(60 + ((step * 37) % 120), 12 + ((step * 11) % 40));
    storm.resize(101, 31);
    await storm.until((screen) => boxes(screen) === boxes(fresh.screen()), 5_000, `the boxes of\n${boxes(fresh.screen())}\n`);
    await Promise.all([quit(fresh), quit(storm)]);
  });

  test("too small a terminal is told so, and is fine when made larger", async () => {
    const pty = open(sized(30, 6));
    await pty.until((screen) => /40×10/u.test(screen.join(" ")), 10_000, "the sentence");
    pty.resize(100, 30);
    await pty.until(live, 10_000, "a live screen");
    await quit(pty);
  });

  test("NO_COLOR: not one colour", async () => {
    const plain = open(sized(120, 36), { NO_COLOR: "1" });
    const coloured = open(sized(120, 36));
    await Promise.all([plain.until(live, 10_000, "a live screen"), coloured.until(live, 10_000, "a live screen")]);
    await Promise.all([quit(plain), quit(coloured)]);
    expect(plain.output()).not.toMatch(colours);
    expect(coloured.output()).toMatch(colours);
  });

  test("--ascii: not one character beyond ASCII", async () => {
    const pty = open(sized(120, 36), {}, ["--ascii"]);
    await pty.until(live, 10_000, "a live screen");
    await quit(pty);
    expect(pty.output()).not.toMatch(/[^\u0000-\u007f]/u);
  });

  test("TERM=dumb: one frame of text, nothing a dumb terminal cannot do", async () => {
    const pty = open(sized(100, 30), { TERM: "dumb" });
    expect(await pty.exited).toMatchObject({ status: 0 });
    expect(pty.output()).not.toContain("\u001b");
    expect(pty.output()).toMatch(/DEMO/u);
  });
});
