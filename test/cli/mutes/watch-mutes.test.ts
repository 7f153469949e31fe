import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openMuteFile, type MuteShelf } from "../../../src/cli/mutes/mute-file.ts";
import { watchMutes, type MuteWatch } from "../../../src/cli/mutes/watch-mutes.ts";
import { muteFor } from "../../../src/data/alerts/muted.ts";
import { createStore, type Store } from "../../../src/data/store.ts";
import { update } from "../../../src/data/update.ts";
import * as s from "../../support/scene.ts";

const KEY = "port-closed/gateway";

let dir: string;
let now: number;
let store: Store;
let look: () => void;
let watch: MuteWatch | null;

beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "gatetop-watch-"));
  now = s.START;
  store = createStore(s.scene(...s.well()), update);
  watch = null;
});
afterEach(() => {
  watch?.stop();
  fs.rmSync(dir, { recursive: true, force: true });
});

const shelf = (by = "ana"): MuteShelf => openMuteFile({ dir, target: "ws://127.0.0.1:18789", by, now: () => now });
const started = (): MuteWatch => {
  watch = watchMutes({
    shelf: shelf(),
    store,
    send: store.send,
    now: () => now,
    every: (_ms, run) => {
      look = run;
      return () => undefined;
    },
  });
  return watch;
};
const tick = (ms: number): void => {
  now += ms;
  store.send(s.clock(now));
};
const note = (): string => store.get().note?.text ?? "";
/** The port is closed for long enough to be a problem. */
const closed = (): void => {
  store.send(s.sampled("port", { outcome: "refused", ms: 0, why: null }, now));
  for (let second = 0; second < 5; second += 1) tick(1_000);
  store.send(s.sampled("port", { outcome: "refused", ms: 0, why: null }, now));
};
const raised = (): boolean => store.get().alerts.get(KEY)?.raised === true;

test("what another gatetop wrote is here at the next look", () => {
  started();
  shelf("ben").ask([{ ask: "ack", key: KEY }]);
  expect(store.get().mutes).toEqual([]);
  look();
  expect(store.get().mutes).toMatchObject([{ kind: "ack", by: "ben" }]);
});

test("what was there before is here at once", () => {
  shelf("ben").ask([{ ask: "maintenance", forMs: 60_000, reason: "disk swap" }]);
  started();
  expect(store.get().mutes).toMatchObject([{ kind: "maintenance", reason: "disk swap" }]);
});

test("a look at a file that is as it was tells nobody anything", () => {
  started().ask([{ ask: "ack", key: KEY }]);
  const before = store.get();
  look();
  expect(store.get()).toBe(before);
});

test("a key's request is in the state and on the disk, and a note says what takes it back", () => {
  started().ask([{ ask: "ack", key: KEY }]);
  expect(store.get().mutes).toMatchObject([{ kind: "ack", key: KEY }]);
  expect(shelf().read().mutes).toHaveLength(1);
  expect(note()).toMatch(/acknowledged: silent until it is over · a takes it back/u);
});

test("what cannot be written is told, and is not muted", () => {
  fs.writeFileSync(path.join(dir, "mutes.json"), '{"schema":"gatetop-mutes/9"}');
  started().ask([{ ask: "ack", key: KEY }]);
  expect(store.get().mutes).toEqual([]);
  expect(note()).toMatch(/written by another gatetop/u);
});

test("an acknowledgement ends with its problem: it is gone from the file, and the next one is heard", () => {
  started();
  closed();
  expect(raised()).toBe(true);
  watch?.ask([{ ask: "ack", key: KEY }]);
  expect(muteFor(store.get(), KEY)?.kind).toBe("ack");
  store.send(s.sampled("port", { outcome: "open", ms: 1, why: null }, now));
  for (let second = 0; second < 120 && raised(); second += 1) tick(1_000);
  expect(raised()).toBe(false);
  expect(shelf().read().mutes).toEqual([]);
  expect(store.get().mutes).toEqual([]);
});
