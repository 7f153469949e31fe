// Who is told: a hook and a webhook get every tell once, the most urgent first, and nothing that hangs is ever waited for by the guard.
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { temporaryHome, type Home } from "../../support/program.ts";
import { listen } from "../listen.ts";
import { atLeast, versionsUnderTest } from "../releases.ts";
import { mustRun, noSystemd } from "../systemd/systemd-user.ts";
import { startUnitGateway, type UnitGateway } from "../systemd/unit.ts";
import { startTicksOf } from "../truth.ts";
import { expectNoSecret, expectRuns, isOver } from "./expect.ts";
import { freeze } from "./fault.ts";
import { startGuard, type Told } from "./guard-process.ts";

const missing = noSystemd();
const skipped = missing !== null && !mustRun;
const newest = versionsUnderTest.filter((version) => atLeast(version, "2026.9.6"));

/** One in a file, one in a variable: both open a door. */
const secrets = { path: "hooks-T0K3N-9fQ2rXvLm3Zp", bearer: "tk_WcYb1nHdJe7uAo5iGx0Lq" };

type Post = { readonly tell: Told; readonly path: string; readonly authorization: string | undefined; readonly status: number };

/** Refuses everything until it was asked twice to take the most urgent there is, then takes all. */
async function startReceiver(
  urgent: string,
): Promise<{ readonly port: number; readonly posts: readonly Post[]; readonly close: () => Promise<void> }> {
  const posts: Post[] = [];
  const server: Server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => (body += text));
    request.once("end", () => {
      const tell = JSON.parse(body) as Told;
      const refused = posts.filter((post) => post.tell.what === urgent).length < 2;
      const status = refused ? 503 : 204;
      posts.push({ tell, path: request.url ?? "", authorization: request.headers.authorization, status });
      response.writeHead(status).end();
    });
  });
  return { ...(await listen(server)), posts };
}

/** Notes what it was given, in words and on its standard input. */
const noting = `
const fs = require("node:fs");
const tell = fs.readFileSync(0, "utf8");
const row = { tell: JSON.parse(tell), env: process.env, argv: process.argv.slice(2) };
fs.appendFileSync(process.env.HOME + "/hook.ndjson", JSON.stringify(row) + "\\n");
`;

/** Says its pid and never ends; a polite word is not heard. */
const hanging = `
process.on("SIGTERM", () => {});
require("node:fs").appendFileSync(process.env.HOME + "/hanging.pids", process.pid + "\\n");
setInterval(() => {}, 1_000);
`;

describe.skipIf(skipped).each(newest)(`OpenClaw %s under systemd --user${skipped ? ` (left out: ${missing})` : ""}`, (version) => {
  let gateway: UnitGateway;
  let home: Home;

  beforeAll(async () => {
    if (missing !== null) throw new Error(`these tests must run here, and cannot: ${missing}`);
    home = temporaryHome();
    gateway = await startUnitGateway(version, { cron: false });
    await gateway.idle(60_000);
  });
  afterAll(async () => {
    await gateway?.stop();
    home?.remove();
  });

  function script(name: string, text: string): string {
    const file = join(gateway.home, name);
    writeFileSync(file, text);
    return file;
  }

  test("a server that fails, and a repair that does: delivered once each, with one id, restart-failed before the rest", async ({
    annotate,
  }) => {
    const receiver = await startReceiver("restart-failed");
    const urlFile = join(gateway.home, "webhook.url");
    writeFileSync(urlFile, `http://127.0.0.1:${receiver.port}/${secrets.path}\n`, { mode: 0o600 });
    const hook = script("note.cjs", noting);
    const log = join(gateway.home, "guard.log");
    const config = {
      backOffSeconds: [1],
      tell: [
        { to: "webhook", url: { file: urlFile }, token: { env: "TEST_BEARER" } },
        { to: "exec", argv: [process.execPath, hook, "a word"] },
      ],
    };
    const guard = startGuard(gateway, home, {
      args: ["--act", "--fast", "--json", "--log", log],
      config,
      env: { TEST_BEARER: secrets.bearer },
    });
    try {
      await guard.watching();
      const argv = readFileSync(`/proc/${guard.pid}/cmdline`, "utf8");
      // systemctl is turned away at once; what the guard does then is allowed.
      await gateway.amend("Unit", ["RefuseManualStop=yes"]);
      freeze(gateway);
      await guard.until("the repair that failed", ({ tells }) => tells.some(({ what }) => what === "restart-failed"), 60_000);
      const { tells } = await guard.until("its end", ({ tells }) => tells.some(({ what }) => what === "recovered"), 90_000);
      const ids = tells.map(({ id }) => id);
      const accepted = (): readonly Told[] => receiver.posts.filter(({ status }) => status === 204).map(({ tell }) => tell);
      await guard.until("all of it delivered", () => accepted().length >= ids.length, 60_000);
      await guard.until("all of it noted, also in the journal", (now) => rows().length >= ids.length && isOver(now), 30_000);
      await annotate(receiver.posts.map(({ tell, status }) => `${tell.what} ${status}`).join(" · "));

      // Each once, whole, and what was tried again is the same tell.
      expect(new Set(ids).size).toBe(ids.length);
      expect(
        accepted()
          .map(({ id }) => id)
          .toSorted(),
      ).toEqual(ids.toSorted());
      expect(accepted().toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))).toEqual(tells);
      const urgent = receiver.posts.filter(({ tell }) => tell.what === "restart-failed");
      expect(urgent.map(({ status, tell }) => [status, tell.id])).toEqual([503, 503, 204].map((status) => [status, urgent[0]?.tell.id]));
      expect(accepted()[0]).toMatchObject({ what: "restart-failed", severity: "critical" });
      expect(tells.findIndex(({ what }) => what === "restart-failed")).toBeGreaterThan(tells.findIndex(({ what }) => what === "down"));
      expect(
        receiver.posts.every(({ path, authorization }) => path === `/${secrets.path}` && authorization === `Bearer ${secrets.bearer}`),
      ).toBe(true);

      // The hook had no trouble: it got them as they came, but for the most urgent, which passes those that wait for it.
      const heard = rows().map(({ tell }) => tell);
      const unhurried = (all: readonly Told[]): readonly Told[] => all.filter(({ what }) => what !== "restart-failed");
      expect(unhurried(heard)).toEqual(unhurried(tells));
      expect(heard.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))).toEqual(tells);
      expect(rows()[0]).toMatchObject({ argv: ["a word"], env: { GATETOP_TELL_WHAT: tells[0]?.what, GATETOP_TELL_ID: tells[0]?.id } });
      expectRuns(home, [
        ["service", "not-restarted"],
        ["clean-up", "proved-new-process"],
      ]);

      await guard.end();
      const said = [argv, readFileSync(log, "utf8"), JSON.stringify(rows().map(({ argv, tell }) => [argv, tell])), ...stateTexts()];
      expectNoSecret(guard, home, gateway.port, ...said);
      for (const secret of Object.values(secrets)) {
        for (const text of [guard.printed(), ...said]) expect(text).not.toContain(secret);
      }
    } finally {
      await guard.end();
      await receiver.close();
      await gateway.amend("Unit", []);
    }
  });

  const rows = (): readonly { readonly tell: Told; readonly env: Readonly<Record<string, string>>; readonly argv: readonly string[] }[] => {
    const file = join(gateway.home, "hook.ndjson");
    if (!existsSync(file)) return [];
    return readFileSync(file, "utf8")
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line) as ReturnType<typeof rows>[number]);
  };

  /** Everything gatetop keeps. */
  function stateTexts(): readonly string[] {
    const folder = join(home.dir, "state/gatetop");
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes("config-copies"))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
  }

  test("as a service, with a hook that hangs: priorities for the journal and for syslog, and no look is late", async ({ annotate }) => {
    await gateway.answers(60_000);
    await gateway.idle(60_000);
    const bin = join(gateway.home, "bin");
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, "logger"), `#!/bin/sh\nprintf '%s: ' "$*" >>"$HOME/syslog"\ncat >>"$HOME/syslog"\n`);
    chmodSync(join(bin, "logger"), 0o755);
    const hook = script("hang.cjs", hanging);
    const config = { tell: [{ to: "exec", argv: [process.execPath, hook] }, { to: "syslog" }] };
    // As systemd starts a service whose standard output is the journal: the variable names that very stream.
    const service = `exec 3>&1; JOURNAL_STREAM=$(stat -Lc %d:%i /dev/fd/3); export JOURNAL_STREAM; exec 3>&-; exec "$@"`;
    const through = [...gateway.through, "bash", "-c", service, "service"];
    const guard = startGuard({ ...gateway, through }, home, {
      args: ["--fast"],
      config,
      env: { PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}` },
    });
    try {
      await guard.watching();
      const journal = JSON.stringify(guard.seen().journal);
      const frozen = freeze(gateway);
      await guard.until("the tell", ({ lines }) => lines.some((line) => line.includes("! down: ")), 30_000);
      frozen.thaw();
      // What stood still is busy when it goes on, and a look waits for its answers.
      await Promise.all([
        guard.until("the end of it", ({ lines }) => lines.some((line) => line.includes("ok recovered: ")), 30_000),
        gateway.idle(30_000),
      ]);
      // Node has to start before it says which process it is.
      await guard.until("the hook", () => pids().length > 0, 8_000);
      const [hung = Number.NaN] = pids();
      expect(startTicksOf(hung)).not.toBeNull();

      // Each look sets the time of the state file.
      const looks = new Set<number>();
      const stateFile = (): string => {
        const folder = join(home.dir, "state/gatetop/guard");
        return join(folder, readdirSync(folder).find((name) => name.endsWith(".json") && name.includes(`-${gateway.port}-`)) ?? "");
      };
      const isAgain = ({ lines }: { readonly lines: readonly string[] }): boolean => lines.some((line) => line.includes("is tried again"));
      await guard.until(
        "the end of the hook",
        (seen) => {
          looks.add(Math.round(statSync(stateFile()).mtimeMs));
          return isAgain(seen);
        },
        30_000,
      );
      const times = [...looks].sort((a, b) => a - b);
      const gaps = times.slice(1).map((at, index) => at - (times[index] ?? at));
      await annotate(
        `${times.length} looks in ${(((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1_000).toFixed(1)} s, the longest gap ${Math.max(...gaps)} ms`,
      );
      // It hung for ten seconds at least, and looks are a second apart: none came an interval late.
      expect(times.length).toBeGreaterThan(8);
      expect(Math.max(...gaps)).toBeLessThan(2_000);
      expect(startTicksOf(hung)).toBeNull();

      const lines = guard.seen().lines;
      expect(lines.filter((line) => !/^<[246]>/u.test(line))).toEqual([]);
      expect(lines.find((line) => line.includes("guard of "))).toMatch(/^<6>guard of /u);
      expect(lines.find((line) => line.includes("! down: "))).toMatch(/^<2>! down: .*state T/u);
      expect(lines.find((line) => line.includes("ok recovered: "))).toMatch(/^<6>ok recovered: /u);
      expect(lines.find((line) => line.includes("is tried again"))).toMatch(/^<4>exec node: /u);
      const syslog = readFileSync(join(gateway.home, "syslog"), "utf8");
      expect(syslog).toMatch(/^-t gatetop -p daemon\.crit: .*state T/mu);
      expect(syslog).toMatch(/^-t gatetop -p daemon\.info: it answers again/mu);
      // Told to read its config again it does, and says what holds now.
      const later = { ...config, strikes: 5, restart: { at: ["04:00"], timeZone: "Europe/Berlin" } };
      writeFileSync(join(gateway.home, ".config/gatetop/config.json5"), JSON.stringify({ guard: later }));
      process.kill(guard.pid, "SIGHUP");
      const read = await guard.untilTold("the config", ({ state }) => state?.strikesNeeded === 5 && state.schedule !== null, 10_000);
      expect(read.lines.find((line) => line.includes("config read again: "))).toMatch(
        /^<6>config read again: guard of .*, 5 strikes, only tells what it would do, a restart is due at 04:00 \(Europe\/Berlin\)$/u,
      );

      // Nobody let it act.
      expect(JSON.stringify(guard.seen().journal)).toBe(journal);
      expectNoSecret(guard, home, gateway.port, syslog);
    } finally {
      await guard.end();
    }
    // Its hooks end with it.
    for (const pid of pids()) expect(startTicksOf(pid)).toBeNull();
  });

  const pids = (): readonly number[] => {
    const file = join(gateway.home, "hanging.pids");
    return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").map(Number) : [];
  };
});
