// What was recorded on a real terminal is looked at again on one.
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { nodes, programPath, temporaryHome } from "../support/program.ts";
import { endPtys, openPty, untouched, type Pty } from "../support/pty.ts";

const home = temporaryHome();
afterAll(async () => {
  await endPtys();
  home.remove();
});

type Shown = readonly string[];
const says =
  (text: RegExp) =>
  (screen: Shown): boolean =>
    screen.some((row) => text.test(row));

describe.each(nodes)("on %s", (name, node) => {
  const open = (args: readonly string[]): Pty => openPty([node, programPath, ...args], { columns: 120, rows: 36, env: { ...home.env } });
  const file = join(home.dir, `${name.replaceAll(/\W/gu, "-")}.ndjson`);

  test("--record keeps what is seen, and says how much", async () => {
    const pty = open(["--demo", "channel-down", "--record", file]);
    await pty.until(says(/telegram\/poll/u), 15_000, "the channel that is down");
    pty.write("q");
    expect(await pty.exited).toMatchObject({ status: 0 });
    expect(pty.output()).toMatch(/gatetop: \d+ events recorded in /u);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, "utf8")).not.toMatch(/telegram\/poll|"poll"/u);
  });

  test("--replay shows it, stands still, steps and ends like any screen", async () => {
    const pty = open(["--replay", file, "--step"]);
    await pty.until(says(/▷ replay 1× paused/u), 15_000, "the beginning, paused");
    pty.write("\u001b[C".repeat(40));
    await pty.until(says(/telegram\/account-\d/u), 10_000, "the account under another name");
    pty.write("R");
    await pty.until(says(/this is a replay: nothing is asked, nothing is changed/u), 10_000, "why nothing is restarted");
    pty.write("+++ ");
    await pty.until(says(/▷ replay 10×/u), 10_000, "ten times as fast");
    pty.write("5");
    await pty.until(says(/events/u), 10_000, "a late board");
    pty.write("q");
    pty.write("q");
    expect(await pty.exited).toMatchObject({ status: 0 });
    expect(pty.modes()).toEqual(untouched);
  });

  test("i writes a report that only its owner may read, and says where", async () => {
    const pty = open(["--demo", "stuck-session"]);
    await pty.until(says(/● live/u), 15_000, "a first frame");
    pty.write("i");
    await pty.until(says(/report written to/u), 10_000, "where it is");
    pty.write("q");
    expect(await pty.exited).toMatchObject({ status: 0 });
    const dir = join(home.dir, "state", "gatetop");
    const reports = readdirSync(dir).filter((one) => one.startsWith("gatetop-report-"));
    expect(reports.length).toBeGreaterThan(0);
    for (const one of reports) {
      expect(statSync(join(dir, one)).mode & 0o777).toBe(0o600);
      expect(readFileSync(join(dir, one), "utf8")).toMatch(/^# gatetop incident report\n[\s\S]*\*\*[A-Z]+\*\*/u);
    }
  });

  test("a recording that is not there is a sentence, before the screen is touched", async () => {
    const pty = open(["--replay", join(home.dir, "none")]);
    expect(await pty.exited).toMatchObject({ status: 1 });
    expect(pty.output()).toMatch(/cannot be replayed: it does not exist/u);
    expect(existsSync(join(home.dir, "none"))).toBe(false);
  });
});
