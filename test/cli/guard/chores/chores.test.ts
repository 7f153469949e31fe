import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { RpcFailure } from "../../../../src/data/gateway/rpc-failure.ts";
import { withChores } from "../../../../src/data/guard/chores.ts";
import type { GuardFile } from "../../../../src/data/guard/state-file.ts";
import { createChores, type ChoreParts } from "../../../../src/cli/guard/chores/chores.ts";
import { createConfigCopies } from "../../../../src/cli/guard/config-copies.ts";
import { credentialFindings } from "../../../../src/cli/guard/chores/credentials.ts";
import { diskFindings } from "../../../../src/cli/guard/chores/disk.ts";
import { noSettings } from "../../../../src/data/alerts/settings.ts";
import type { ModelAuth } from "../../../../src/data/model/upkeep.ts";
import { target } from "../../../support/target.ts";

const HOUR_MS = 3_600_000;
const start = Date.parse("2026-11-20T12:00:00Z");
let root = "";
let now = start;

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "gatetop-chores-"));
  now = start;
});

afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

const provider = (some: object): object => ({ provider: "anthropic", status: "ok", profiles: [], ...some });
const answers = (...providers: readonly object[]) => ({ providers, ts: start });

const parts = (some: Partial<ChoreParts> = {}): ChoreParts => ({
  // Of another profile: this host's own logs are left alone.
  target: { ...target, profile: `test-${process.pid}`, stateDir: root },
  copies: null,
  alerts: () => noSettings,
  cleanLogs: () => false,
  ask: null,
  uid: process.getuid?.() ?? null,
  now: () => now,
  ...some,
});

type Memory = Pick<GuardFile, "chores" | "told">;
const fresh: Memory = { chores: { config: null, logs: null, disk: null, credentials: null }, told: {} };

test("each in its time, none twice at once", async () => {
  const chores = createChores(parts());
  const first = chores.run(fresh);
  expect(chores.run(fresh)).toBeNull();
  const done = await first;
  expect(done?.done).toEqual(["config", "disk", "credentials", "logs"]);
  if (done === null || done === undefined) throw new Error("nothing was due");
  const after = withChores(fresh, done, now);
  expect(chores.run(after)).toBeNull();
  now += HOUR_MS;
  expect((await chores.run(after))?.done).toEqual(["config", "disk"]);
});

test("a config that works is kept, one that broke under a running gateway is told of once", async () => {
  const configPath = path.join(root, "openclaw.json");
  fs.writeFileSync(configPath, "{}");
  const copies = createConfigCopies({ state: path.join(root, "state"), configPath, most: () => 5, now: () => now });
  const chores = createChores(parts({ copies }));
  const tells = async (): Promise<readonly string[]> => {
    now += HOUR_MS;
    const done = await chores.run({ ...fresh, chores: { config: null, logs: now, disk: now, credentials: now } });
    return (done?.tells ?? []).map(({ what, severity, sentence }) => `${what} ${severity}: ${sentence}`);
  };
  expect(await tells()).toEqual([]);
  fs.writeFileSync(configPath, "{ a");
  expect(await tells()).toEqual([
    "config-broken warning: the gateway runs, and would not start again: openclaw.json:1:4: invalid end of input, in: { …; gatetop config restore shows the copy of 1h ago, and asks",
  ]);
  expect(await tells()).toEqual([]);
});

test("credentials are asked of the gateway; no answer begins nothing and ends nothing", async () => {
  const asked: string[] = [];
  let answer: (() => object) | null = () => answers(provider({ status: "expired" }));
  const chores = createChores(
    parts({
      ask: (method) => {
        asked.push(method);
        return answer === null
          ? Promise.reject(new RpcFailure("NOT_CONNECTED", "no connection is open", false))
          : Promise.resolve(answer());
      },
    }),
  );
  let memory = fresh;
  const tells = async (): Promise<readonly string[]> => {
    now += 6 * HOUR_MS;
    const done = await chores.run({ ...memory, chores: { config: now, logs: now, disk: now, credentials: memory.chores.credentials } });
    if (done === null) throw new Error("nothing was due");
    memory = withChores(memory, done, now);
    return done.tells.map(({ edge, severity, sentence }) => `${edge} ${severity}: ${sentence}`);
  };
  expect(await tells()).toEqual(["begins critical: anthropic: its credentials have expired; openclaw models auth login renews them"]);
  answer = null;
  expect(await tells()).toEqual([]);
  answer = () => answers(provider({}));
  expect(await tells()).toEqual(["ends info: anthropic: its credentials are well again"]);
  expect(asked).toEqual(["models.authStatus", "models.authStatus", "models.authStatus"]);
});

test("the log the gateway writes now is asked for, and stays", async () => {
  const asked: string[] = [];
  const ask: ChoreParts["ask"] = (method) => {
    asked.push(method);
    return Promise.resolve({ file: path.join(root, "openclaw.log"), lines: [] });
  };
  const done = await createChores(parts({ ask })).run({ ...fresh, chores: { config: now, logs: null, disk: now, credentials: now } });
  expect(asked).toEqual(["logs.tail"]);
  expect(done).toMatchObject({ done: ["logs"], tells: [] });
});

test("limits, and whether old logs are removed, are what the settings say by then", async () => {
  const old = path.join(root, `openclaw-test-${process.pid}-2026-11-01.log`);
  fs.writeFileSync(old, "");
  fs.utimesSync(old, (start - 19 * 24 * HOUR_MS) / 1_000, (start - 19 * 24 * HOUR_MS) / 1_000);
  const ask: ChoreParts["ask"] = () =>
    Promise.resolve({ file: path.join(root, `openclaw-test-${process.pid}-2026-11-20.log`), lines: [], ...answers() });
  let [warn, clean] = [0, false];
  const chores = createChores(parts({ ask, alerts: () => ({ rules: { "disk-low": { warn, crit: 0 } } }), cleanLogs: () => clean }));
  const told = async (): Promise<readonly (readonly [string, boolean])[]> =>
    ((await chores.run(fresh))?.tells ?? []).map(({ what, sentence }) => [what, sentence.includes("removed from")]);
  expect(await told()).toEqual([["logs", false]]);
  expect(fs.existsSync(old)).toBe(true);
  [warn, clean] = [101, true];
  expect(await told()).toEqual([
    ["disk", false],
    ["logs", true],
  ]);
  expect(fs.existsSync(old)).toBe(false);
});

test("a gateway elsewhere has no disk and no logs here", async () => {
  const done = await createChores(parts({ target: { ...target, local: false, stateDir: null } })).run(fresh);
  expect(done?.tells).toEqual([]);
});

describe("the disk, by the dashboard's rule", () => {
  const space = (leftPercent: number) => ({ leftPercent, availableBytes: 5_000_000_000 });
  test.each<[string, number, Parameters<typeof diskFindings>[2], GuardFile["told"], readonly string[]]>([
    ["room enough", 40, noSettings, {}, []],
    ["under a tenth", 9, noSettings, {}, ["warning the disk of /srv: 9 % left (4.66 GiB); make room: old logs and transcripts first"]],
    ["under a twentieth", 4, noSettings, {}, ["critical the disk of /srv: 4 % left (4.66 GiB); make room: old logs and transcripts first"]],
    [
      "hardly back, and told of before",
      10.2,
      noSettings,
      { "disk/state directory": 1 },
      ["warning the disk of /srv: 10 % left (4.66 GiB); make room: old logs and transcripts first"],
    ],
    [
      "other limits",
      30,
      { rules: { "disk-low": { warn: 50 } } },
      {},
      ["warning the disk of /srv: 30 % left (4.66 GiB); make room: old logs and transcripts first"],
    ],
    ["turned off", 1, { rules: { "disk-low": { severity: "off" } } }, {}, []],
    [
      "always only info",
      1,
      { rules: { "disk-low": { severity: "info" } } },
      {},
      ["info the disk of /srv: 1 % left (4.66 GiB); make room: old logs and transcripts first"],
    ],
  ])("%s", (_, left, settings, told, found) => {
    expect(diskFindings("/srv", space(left), settings, told)?.map(({ severity, sentence }) => `${severity} ${sentence}`)).toEqual(found);
  });

  test("where nobody tells nothing begins and nothing ends", () => {
    expect(diskFindings("/srv", null, noSettings, {})).toBeNull();
  });
});

describe("credentials, by the dashboard's rule", () => {
  const auth = (some: Partial<ModelAuth>): ModelAuth => ({
    provider: "anthropic",
    profile: null,
    status: "ok",
    renewed: false,
    expiresAt: null,
    ...some,
  });
  test.each<[string, ModelAuth, readonly string[]]>([
    ["ok", auth({}), []],
    ["missing", auth({ status: "missing" }), ["critical anthropic: it has no credentials; openclaw models auth login renews them"]],
    [
      "in two hours",
      auth({ expiresAt: start + 2 * HOUR_MS }),
      ["warning anthropic: its credentials expire in 2h; openclaw models auth login renews them"],
    ],
    ["in two hours, and renewed by the gateway", auth({ expiresAt: start + 2 * HOUR_MS, renewed: true }), []],
    ["in two days", auth({ expiresAt: start + 48 * HOUR_MS }), []],
  ])("%s", (_, one, found) => {
    expect(credentialFindings([one], noSettings, {}, start)?.map(({ severity, sentence }) => `${severity} ${sentence}`)).toEqual(found);
  });
});
