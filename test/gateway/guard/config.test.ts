// A slip in openclaw.json: told with its place and none of its values while the gateway fails to start, and put back from a kept copy.
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { programPath, temporaryHome, type Home } from "../../support/program.ts";
import { endPtys, openPty, type Pty } from "../../support/pty.ts";
import { shows } from "../look.ts";
import { atLeast, versionsUnderTest } from "../releases.ts";
import { ask, operatorEnv } from "../restart/ask.ts";
import { journalLines } from "../restart/journal.ts";
import { mustRun, noSystemd } from "../systemd/systemd-user.ts";
import { startUnitGateway, type UnitGateway } from "../systemd/unit.ts";
import { dropIn } from "./drop-in.ts";
import { expectNoSecret } from "./expect.ts";
import type { Told } from "./guard-process.ts";
import { trackGuards } from "./started.ts";

const missing = noSystemd();
const skipped = missing !== null && !mustRun;
const newest = versionsUnderTest.filter((version) => atLeast(version, "2026.9.6"));

const modeOf = (file: string): number => statSync(file).mode & 0o777;

describe.skipIf(skipped).each(newest)(`OpenClaw %s under systemd --user${skipped ? ` (left out: ${missing})` : ""}`, (version) => {
  let gateway: UnitGateway;
  let home: Home;
  let config: string;
  const guards = trackGuards();

  /** Paths of all that lies beside the kept copies, oldest first. */
  function kept(): readonly string[] {
    const folder = join(home.dir, "state/gatetop/config-copies");
    return (existsSync(folder) ? readdirSync(folder) : []).flatMap((key) =>
      readdirSync(join(folder, key))
        // One that is being written has another name.
        .filter((name) => !name.startsWith("."))
        .toSorted()
        .map((name) => join(folder, key, name)),
    );
  }
  const tellsOf = (tells: readonly Told[], what: string): readonly Told[] => tells.filter((tell) => tell.what === what);

  const restoring = (): Pty =>
    openPty([...gateway.through, process.execPath, programPath, "config", "restore"], {
      columns: 140,
      rows: 40,
      env: operatorEnv(gateway, home),
    });

  beforeAll(async () => {
    if (missing !== null) throw new Error(`these tests must run here, and cannot: ${missing}`);
    home = temporaryHome();
    gateway = await startUnitGateway(version, { cron: false });
    config = join(gateway.home, ".openclaw/openclaw.json");
    await gateway.answers(90_000);
    await gateway.idle(90_000);
  });
  afterEach(guards.end);
  afterAll(async () => {
    await endPtys();
    await gateway?.stop();
    home?.remove();
  });

  test(
    "kept while it is well, told where it is broken, shown and put back, and the gateway starts",
    { timeout: 480_000 },
    async ({ annotate }) => {
      const guard = guards.start(gateway, home, { args: ["--act", "--json"] });
      await guard.watching();
      await expect.poll(() => kept().length, { timeout: 120_000, interval: 500 }).toBe(1);
      const [copy = ""] = kept();
      const good = readFileSync(config);
      expect(readFileSync(copy)).toEqual(good);
      expect([modeOf(copy), modeOf(join(copy, ".."))]).toEqual([0o600, 0o700]);

      // In the very line of the token.
      const lines = good.toString("utf8").split("\n");
      const number = lines.findIndex((line) => line.includes('"token": "')) + 1;
      const broken = lines.map((line, index) => (index + 1 === number ? `{${line}` : line)).join("\n");
      chmodSync(config, 0o640);
      writeFileSync(config, broken);
      const mend = await dropIn(gateway, "[Unit]\nStartLimitBurst=3\n[Service]\nRestartSec=1");
      await gateway.unit("reset-failed");
      await gateway.unit("restart");
      const { tells } = await guard.until("where it is broken", ({ tells }) => tellsOf(tells, "config-broken").length > 0, 180_000);
      const [told] = tellsOf(tells, "config-broken");
      await annotate(told?.sentence ?? "");
      expect(told).toMatchObject({ severity: "critical", subject: "config" });
      expect(told?.sentence).toMatch(new RegExp(`openclaw\\.json:${number}:\\d+: .*gatetop config restore`, "u"));
      expect(told?.sentence).not.toContain(gateway.token.slice(0, 8));
      await guard.until("that it does not start", ({ tells }) => tellsOf(tells, "start-failed").length === 1, 120_000);

      // Nobody to ask: nothing is overwritten.
      const silent = await ask(gateway, home, ["config", "restore"]).ended;
      expect({ code: silent.code, stderr: silent.stderr }).toEqual({ code: 64, stderr: expect.stringContaining("--yes") as string });
      const no = restoring();
      await no.until(shows(/put it back\? y\/n/u), 20_000, "the question");
      no.write("n\r");
      expect((await no.exited).status).toBe(1);
      expect(readFileSync(config, "utf8")).toBe(broken);
      expect(kept()).toEqual([copy]);

      const yes = restoring();
      await yes.until(shows(/^- \{.*"token"/mu, /^\+ .*"token"/mu, /put it back\? y\/n/u), 20_000, "the difference and the question");
      yes.write("y\r");
      expect((await yes.exited).status).toBe(0);
      for (const pty of [no, yes]) expect(pty.output()).not.toContain(gateway.token);
      expect(readFileSync(config)).toEqual(good);
      expect(modeOf(config)).toBe(0o640);
      const replaced = kept().filter((file) => file !== copy);
      expect(replaced.map((file) => [readFileSync(file, "utf8"), modeOf(file)])).toEqual([[broken, 0o600]]);

      await mend();
      await gateway.unit("reset-failed");
      await gateway.unit("start");
      const well = await guard.until(
        "a gateway that is well",
        ({ state, tells }) => tellsOf(tells, "recovered").length > 0 && state?.standing === "well",
        120_000,
      );
      expect(well.state?.attempts).toBe(0);
      expect(tellsOf(well.tells, "config-broken")).toHaveLength(1);
      expect(tellsOf(well.tells, "start-failed").map(({ edge }) => edge)).toEqual(["begins", "ends"]);
      expect(journalLines(home)).toEqual([]);
      expectNoSecret(guard, home, gateway.port, silent.stderr);
    },
  );
});
