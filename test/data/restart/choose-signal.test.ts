// Two witnesses or no signal: what the process catches, and what its version says.
import { expect, test } from "vitest";
import { chooseSignal } from "../../../src/data/restart/choose-signal.ts";
import type { SignalFacts, SignalRefusal } from "../../../src/data/restart/signal.ts";

const sure: SignalFacts = {
  catchesUsr2: true,
  hasStartupz: true,
  version: "2026.9.6",
  lock: { pid: 2815, startTicks: 172_323, port: 18_789 },
  process: { pid: 2815, startTicks: 172_323, uid: 1000 },
  portOwner: 2815,
  allowed: true,
  ownUid: 1000,
};
const facts = (change: Partial<SignalFacts>): SignalFacts => ({ ...sure, ...change });

test.each<[string, Partial<SignalFacts>, string]>([
  ["2026.9.6 catches SIGUSR2", {}, "SIGUSR2"],
  ["a later release", { version: "2027.1.3" }, "SIGUSR2"],
  ["a correction of 2026.9.6", { version: "2026.9.6-2" }, "SIGUSR2"],
  ["a beta of a later release", { version: "2026.10.1-beta.1" }, "SIGUSR2"],
  ["2026.9.5 does not", { catchesUsr2: false, version: "2026.9.5" }, "SIGUSR1"],
  [
    "2026.5.7 catches all signals, and has no /startupz yet",
    { catchesUsr2: "with-all", hasStartupz: false, version: "2026.5.7" },
    "SIGUSR1",
  ],
  ["2026.3.23, whose child listens", { catchesUsr2: false, version: "2026.3.23" }, "SIGUSR1"],
  ["the configuration does not say", { allowed: null }, "SIGUSR2"],
  ["root may signal anybody", { ownUid: 0, process: { pid: 2815, startTicks: 172_323, uid: 1000 } }, "SIGUSR2"],
])("%s: %j gets %s", (_why, change, signal) => {
  expect(chooseSignal(facts(change))).toMatchObject({ send: true, signal, pid: 2815, startTicks: 172_323 });
});

test.each<[SignalRefusal, Partial<SignalFacts>, string]>([
  ["no-lock", { lock: null }, "the gateway's lock file, which names its process, was not found"],
  ["stale-lock", { process: null }, "the lock file names pid 2815, and no such process runs"],
  [
    "recycled-pid",
    { process: { pid: 2815, startTicks: 999_999, uid: 1000 } },
    "pid 2815 did not start when the lock file says: it is another process by now",
  ],
  [
    "recycled-pid",
    { lock: { pid: 2815, startTicks: null, port: null } },
    "the lock file does not tell when pid 2815 started, so it may be another process by now",
  ],
  ["port-owner-unknown", { portOwner: null }, "it could not be seen who listens on the gateway's port"],
  ["other-port-owner", { portOwner: 4242 }, "the lock file names pid 2815, but pid 4242 listens on the gateway's port"],
  ["ignored-by-configuration", { allowed: false }, "commands.restart is false in its configuration: it would ignore the signal"],
  ["not-permitted", { ownUid: 1001 }, "pid 2815 belongs to another user (uid 1000)"],
  ["handlers-unreadable", { catchesUsr2: null }, "it could not be read which signals pid 2815 catches"],
  ["version-unknown", { version: null }, "its version is not known, and with the wrong signal it dies or opens a debugger port"],
  ["version-unknown", { version: "dev" }, "its version is dev, and with the wrong signal it dies or opens a debugger port"],
  [
    "version-unknown",
    { version: "2026.9.6-beta.1" },
    "its version is 2026.9.6-beta.1, and with the wrong signal it dies or opens a debugger port",
  ],
  [
    "version-unknown",
    { version: "2025.12.1", catchesUsr2: false },
    "its version is 2025.12.1, and with the wrong signal it dies or opens a debugger port",
  ],
  ["disagreement", { version: "2026.9.5" }, "its version is 2026.9.5, but it catches SIGUSR2, which restarts a gateway from 2026.9.6 on"],
  [
    "disagreement",
    { catchesUsr2: false },
    "its version is 2026.9.6, but it does not catch SIGUSR2, which restarts a gateway from 2026.9.6 on",
  ],
  ...[
    { hasStartupz: null, version: "2026.5.7" },
    { hasStartupz: true, version: "2026.5.7" },
    { hasStartupz: false, version: "2026.9.6" },
    { hasStartupz: true, version: "2026.9.6" },
  ].map((change): [SignalRefusal, Partial<SignalFacts>, string] => [
    "disagreement",
    { catchesUsr2: "with-all", ...change },
    `pid 2815 catches every signal that ends a program, so that nothing but its version (${change.version}) tells which one restarts it`,
  ]),
])("no signal: %s with %j", (code, change, why) => {
  expect(chooseSignal(facts(change))).toEqual({ send: false, code, why, fix: expect.stringMatching(/\S/u) });
});
