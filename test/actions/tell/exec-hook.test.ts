// Real programs: a shell script each, which writes what it was told into a file.
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createExecHook } from "../../../src/actions/tell/exec-hook.ts";
import { createSyslog } from "../../../src/actions/tell/syslog.ts";
import { tellOf } from "../../support/tells.ts";

let folder = "";
let out = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gatetop-hook-"));
  out = join(folder, "out");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const running = new AbortController().signal;

function script(text: string, name = "hook"): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o755);
  return file;
}

const hook = (text: string, bounds: { readonly attemptMs?: number; readonly graceMs?: number } = {}, env: NodeJS.ProcessEnv = {}) =>
  createExecHook({ argv: [script(text), out], env: { PATH: process.env["PATH"], ...env }, ...bounds });

test("the whole tell is on its standard input, as one line of JSON", async () => {
  const tell = tellOf({ sentence: 'it said "no" & left; $HOME `id`' });
  expect(await hook('cat > "$1"').deliver(tell, running)).toEqual({ outcome: "delivered" });
  expect(JSON.parse(readFileSync(out, "utf8"))).toEqual(tell);
});

test("and in words in its environment, without the credentials and what names a service manager", async () => {
  const env = { OPENCLAW_GATEWAY_TOKEN: "canary-4711", INVOCATION_ID: "abc", JOURNAL_STREAM: "8:1", KEPT: "yes" };
  await hook('env > "$1"', {}, env).deliver(tellOf({ what: "gave-up", dryRun: true }), running);
  const said = readFileSync(out, "utf8");
  expect(said).toContain("GATETOP_TELL_WHAT=gave-up\n");
  expect(said).toContain("GATETOP_TELL_DRY_RUN=true\n");
  expect(said).toContain("GATETOP_TELL_SENTENCE=frozen for 12 s");
  expect(said).toContain("KEPT=yes\n");
  expect(said).not.toMatch(/canary|INVOCATION_ID|JOURNAL_STREAM/u);
});

test.each([
  ["exits 1", 'echo "no route: token=canary4711" >&2; exit 1', "it exited 1: no route: token=[hidden]"],
  ["is ended by a signal", "kill -KILL $$", "it was ended by SIGKILL"],
])("one that %s is tried again, with its last words but no secret", async (_, text, why) => {
  expect(await hook(text).deliver(tellOf(), running)).toEqual({ outcome: "again", why, afterMs: null });
});

test("one that hangs is ended, with what it started; deaf to SIGTERM does not help it", async () => {
  const deaf = hook('trap "" TERM; (trap "" TERM; sleep 600) & echo $! > "$1"; wait; sleep 600', { attemptMs: 3_000, graceMs: 2_000 });
  expect(await deaf.deliver(tellOf(), running)).toEqual({ outcome: "again", why: "it was ended after 3 s", afterMs: null });
  const child = Number(readFileSync(out, "utf8"));
  expect(child).toBeGreaterThan(1);
  // Only the hook itself is our child. The other was signalled with it, and nothing but /proc tells when the kernel is done with it.
  while (!ended.test(stateOf(child))) await nextTurn();
});

const ended = /^(?:gone|Z)$/u;

function stateOf(pid: number): string {
  try {
    return /\) (\S)/u.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1] ?? "";
  } catch {
    return "gone";
  }
}

test("one that writes ten megabytes and reads nothing is none of our trouble", async () => {
  const noisy = hook("exec 0<&-; head -c 10000000 /dev/zero; head -c 10000000 /dev/zero >&2");
  const long = tellOf({ sentence: "x".repeat(400), guard: { ...tellOf().guard, last: null } });
  expect(await noisy.deliver(long, running)).toEqual({ outcome: "delivered" });
});

test("a child that holds its error output open does not hold the guard", async () => {
  expect(await hook('sleep 600 & echo $! > "$1"; exit 0').deliver(tellOf(), running)).toEqual({ outcome: "delivered" });
  process.kill(Number(readFileSync(out, "utf8")), "SIGKILL");
});

test.each([
  ["ends with it", 'echo $$ > "$1"; exec sleep 600'],
  ["deaf to SIGTERM does not outlive it", 'trap "" TERM; echo $$ > "$1"; while :; do sleep 600; done'],
])("when the guard ends: one that %s", async (_, text) => {
  const ends = new AbortController();
  const attempt = hook(text, { graceMs: 500 }).deliver(tellOf(), ends.signal);
  await written(out);
  ends.abort();
  expect(await attempt).toMatchObject({ outcome: "never" });
  expect(stateOf(Number(readFileSync(out, "utf8")))).toMatch(ended);
});

/** Resolves when the file has a whole line. */
function written(file: string): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!existsSync(file) || !readFileSync(file, "utf8").endsWith("\n")) return;
      watcher.close();
      resolve();
    };
    const watcher = watch(folder, look);
    look();
  });
}

test.each([
  ["is not there", (): readonly [string] => [join(folder, "none")], "it does not exist"],
  [
    "may not be executed",
    (): readonly [string] => {
      writeFileSync(join(folder, "plain"), "text");
      return [join(folder, "plain")];
    },
    "it may not be executed",
  ],
  ["has a NUL in its arguments", (): readonly [string, string] => ["true", "a\0b"], "an argument holds a NUL character"],
])("one that %s is not tried again", async (_, argv, why) => {
  const sink = createExecHook({ argv: argv(), env: { PATH: process.env["PATH"] } });
  expect(await sink.deliver(tellOf(), running)).toEqual({ outcome: "never", why });
});

test("its name in the log is the program's, without its arguments", () => {
  expect(createExecHook({ argv: ["/opt/tools/page", "--key=canary"], env: {} }).name).toBe("exec page");
});

test.each([
  ["critical", "daemon.crit"],
  ["warning", "daemon.warning"],
  ["info", "daemon.info"],
] as const)("syslog gets the sentence on standard input: %s is %s", async (severity, priority) => {
  const logger = script(`echo "$@" > "${out}"; cat >> "${out}"`, "logger");
  expect(await createSyslog({ PATH: process.env["PATH"] }, logger).deliver(tellOf({ severity, sentence: "it is down" }), running)).toEqual({
    outcome: "delivered",
  });
  expect(readFileSync(out, "utf8")).toBe(`-t gatetop -p ${priority}\nit is down\n`);
});
