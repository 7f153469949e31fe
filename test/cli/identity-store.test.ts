import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test } from "vitest";
import { gatewayKey, memoryIdentityStore, openIdentityStore } from "../../src/cli/identity-store.ts";
import { createPrivate, moveAside } from "../../src/cli/private-files.ts";

let root = "";
let dir = "";
let file = "";

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "gatetop-identity-"));
  dir = path.join(root, "state", "gatetop");
  file = path.join(dir, "identity.json");
});

afterEach(() => {
  fs.rmSync(root, { recursive: true, force: true });
});

const mode = (name: string): string => (fs.statSync(name).mode & 0o777).toString(8);
const noon = (): Date => new Date("2026-11-20T12:00:00Z");
const open = () => openIdentityStore(dir, noon);

test("the first use makes a key only its owner can read, the next one finds it", () => {
  const first = open();
  expect(first).toMatchObject({ stored: true, notes: [] });
  expect([mode(dir), mode(file)]).toEqual(["700", "600"]);
  const second = open();
  expect(second.identity.deviceId).toBe(first.identity.deviceId);
  expect(second.instanceId).toBe(first.instanceId);
  expect(second.notes).toEqual([]);
  expect(fs.readdirSync(dir)).toEqual(["identity.json"]);
});

test("a key or directory open to others is closed, and said", () => {
  const { identity } = open();
  fs.chmodSync(file, 0o644);
  fs.chmodSync(dir, 0o755);
  const again = open();
  expect(again.identity.deviceId).toBe(identity.deviceId);
  expect(again.notes).toEqual([
    `${dir} was open to others (mode 0755); it is 0700 now`,
    `${file} was open to others (mode 0644); it is 0600 now`,
  ]);
  expect([mode(dir), mode(file)]).toEqual(["700", "600"]);
});

test.each<[string, string, string]>([
  ["no JSON", "{", "not JSON"],
  ["an empty file", "", "not JSON"],
  ["another version", '{"version":9}', "not a device key of version 1"],
  ["half a key", '{"version":1,"deviceId":"x","privateKey":"-----BEGIN"}', "privateKey is not a readable PEM key"],
])("%s is kept aside and a new key is made", (_, text, why) => {
  fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
  fs.writeFileSync(file, text, { mode: 0o600 });
  const store = open();
  expect(store.stored).toBe(true);
  const aside = fs.readdirSync(dir).find((name) => name !== "identity.json") ?? "";
  expect(aside).toMatch(/^identity\.json\.broken-2026-11-20T12-00-00-000Z-/u);
  expect(fs.readFileSync(path.join(dir, aside), "utf8")).toBe(text);
  expect(store.notes).toEqual([
    `the device key ${file} is of no use (${why}): moved to ${aside}, a new one was made, and gateways may ask for approval again`,
  ]);
  expect(open()).toMatchObject({ notes: [], identity: { deviceId: store.identity.deviceId } });
});

test("a directory in the key's place is moved aside too", () => {
  fs.mkdirSync(file, { recursive: true });
  fs.chmodSync(dir, 0o700);
  const store = open();
  expect(store.stored).toBe(true);
  expect(store.notes).toEqual([expect.stringContaining("cannot be read (it is a directory)")]);
});

test("where nothing can be written it works without keeping, and says so", () => {
  fs.writeFileSync(path.join(root, "state"), "a file where the directory should be");
  const store = open();
  expect(store.stored).toBe(false);
  expect(store.identity.deviceId).toMatch(/^[\da-f]{64}$/u);
  expect(store.notes).toEqual([
    `the device key cannot be kept in ${dir}: a part of the path is not a directory; set $XDG_STATE_HOME to a directory that can be written`,
  ]);
  expect(store.keepDeviceToken("g", "device-token")).toBeNull();
  expect(store.deviceToken("g")).toBe("device-token");
});

test.runIf(fs.existsSync("/sys/kernel"))("a file system that takes no files is named", () => {
  const { stored, notes } = openIdentityStore("/sys/kernel/gatetop", noon);
  expect(stored).toBe(false);
  expect(notes).toEqual([
    expect.stringMatching(
      /^the device key cannot be kept in \/sys\/kernel\/gatetop: (not permitted|permission denied|read-only file system)/u,
    ),
  ]);
});

const a = gatewayKey({ host: "127.0.0.1", port: 18_789, stateDir: "/a", configPath: "/a/openclaw.json" });
const b = gatewayKey({ host: "127.0.0.1", port: 18_789, stateDir: "/b", configPath: "/b/openclaw.json" });

test("each gateway's token is kept for itself, and private", () => {
  const store = open();
  expect(store.deviceToken(a)).toBeNull();
  expect(store.keepDeviceToken(a, "token-a")).toBeNull();
  expect(store.keepDeviceToken(b, "token-b")).toBeNull();
  const again = open();
  expect([again.deviceToken(a), again.deviceToken(b)]).toEqual(["token-a", "token-b"]);
  const shelf = path.join(dir, "device-tokens");
  expect([mode(shelf), ...fs.readdirSync(shelf).map((name) => mode(path.join(shelf, name)))]).toEqual(["700", "600", "600"]);
});

test("a rotated token replaces the old one", () => {
  open().keepDeviceToken(a, "old");
  open().keepDeviceToken(a, "new");
  expect(open().deviceToken(a)).toBe("new");
});

test("a token of another device, or a broken file, is no token", () => {
  open().keepDeviceToken(a, "token-a");
  fs.rmSync(file);
  expect(open().deviceToken(a)).toBeNull();
  open().keepDeviceToken(a, "token-a");
  const shelf = path.join(dir, "device-tokens");
  for (const name of fs.readdirSync(shelf)) fs.writeFileSync(path.join(shelf, name), "{");
  expect(open().deviceToken(a)).toBeNull();
});

test("a token that cannot be kept still serves this run", () => {
  const store = open();
  fs.writeFileSync(path.join(dir, "device-tokens"), "in the way");
  expect(store.keepDeviceToken(a, "token-a")).toMatch(/^the gateway's device token cannot be kept in .*device-tokens: /u);
  expect(store.deviceToken(a)).toBe("token-a");
});

test("a key in memory leaves nothing behind", () => {
  const store = memoryIdentityStore();
  store.keepDeviceToken(a, "token-a");
  expect(store).toMatchObject({ stored: false, notes: [] });
  expect(store.deviceToken(a)).toBe("token-a");
  expect(fs.readdirSync(root)).toEqual([]);
});

test("a file is created once, whole", () => {
  fs.mkdirSync(dir, { recursive: true });
  expect(createPrivate(file, "first")).toBe(true);
  expect(createPrivate(file, "second")).toBe(false);
  expect(fs.readFileSync(file, "utf8")).toBe("first");
  expect(fs.readdirSync(dir)).toEqual(["identity.json"]);
});

test("moving a broken file aside gives back the good one another process has just put there", () => {
  fs.mkdirSync(dir, { recursive: true });
  fs.writeFileSync(file, "good");
  expect(moveAside(file, (text) => text === "good", noon())).toBeNull();
  expect(fs.readdirSync(dir)).toEqual(["identity.json"]);
  expect(moveAside(path.join(dir, "gone"), () => false, noon())).toBeNull();
});

test("six gatetops starting at once agree on one key", async () => {
  const module = new URL("../../src/cli/identity-store.ts", import.meta.url).href;
  const script = `const { openIdentityStore } = await import(${JSON.stringify(module)});
    const go = new Promise((resolve) => process.stdin.once("data", resolve));
    console.log("ready");
    await go;
    const store = openIdentityStore(${JSON.stringify(dir)});
    console.log(store.identity.deviceId, store.stored);
    process.exit(0);`;
  const children = Array.from({ length: 6 }, () =>
    spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", script], { stdio: ["pipe", "pipe", "inherit"] }),
  );
  const lines = children.map((child) => createInterface({ input: child.stdout })[Symbol.asyncIterator]());
  const next = async (): Promise<unknown[]> => Promise.all(lines.map(async (line) => (await line.next()).value as unknown));
  const exits = children.map((child) => once(child, "exit"));
  expect(new Set(await next())).toEqual(new Set(["ready"]));
  for (const child of children) child.stdin.write("go\n");
  const said = await next();
  await Promise.all(exits);
  const kept = open();
  expect(new Set(said)).toEqual(new Set([`${kept.identity.deviceId} true`]));
  expect(kept.notes).toEqual([]);
});
