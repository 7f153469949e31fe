import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openRecording } from "../../../src/cli/record/recording.ts";
import { openTape } from "../../../src/cli/replay/tape.ts";
import { createRecord } from "../../../src/cli/wish/record.ts";
import type { Event } from "../../../src/data/events.ts";
import { createStore } from "../../../src/data/store.ts";
import { update } from "../../../src/data/update.ts";
import { START } from "../../support/scene.ts";
import { first, folded, played } from "../replay/scene.ts";

const dir = mkdtempSync(join(tmpdir(), "gatetop-record-"));
afterAll(() => rmSync(dir, { recursive: true }));

function rig() {
  const said: string[] = [];
  const troubles: string[] = [];
  const recording = openRecording(false, (sentence) => troubles.push(sentence));
  const events = played("channel-down");
  const half = Math.floor(events.length / 2);
  const store = createStore(folded(events.slice(0, half)), update, recording.tap);
  const wish = createRecord({ recording, store, dir: join(dir, "state"), say: (text) => said.push(text) });
  return { said, troubles, recording, store, wish, rest: events.slice(half) };
}

const wrong = (events: readonly Event[]): readonly string[] =>
  [...folded(events).alerts.values()].flatMap(({ id, raised }) => (raised ? [id] : [])).sort();

test("begun in the middle it tells first what is known, and is played like any other", async () => {
  const { said, store, wish, rest } = rig();
  const file = join(dir, "middle.ndjson");
  await wish({ file });
  for (const event of rest) store.send(event);
  await wish({ file: null });
  expect(said).toEqual([`recording into ${file}; :record ends it`, expect.stringMatching(/^\d+ events recorded in /u)]);
  const opened = openTape(file);
  if (opened.kind === "failed") throw new Error(opened.sentence);
  const { tape } = opened;
  const told = Array.from({ length: tape.length }, (_, index) => tape.event(index)).filter((event) => event !== null);
  const again = folded(told);
  expect(again.target?.demo).toBe("channel-down");
  expect(again.link.phase).toBe(store.get().link.phase);
  expect(wrong(told)).toContain("channel-offline");
});

test("what is pressed and typed is not kept", async () => {
  const { store, wish } = rig();
  const file = join(dir, "keys.ndjson");
  await wish({ file });
  for (const action of ["channels-board", "filter"] as const) store.send({ type: "acted", at: START, action });
  for (const key of ["s", "a", "b"]) store.send({ type: "typed", at: START, key });
  store.send({ type: "acted", at: START, action: "slower" });
  await wish({ file: null });
  const types = readFileSync(file, "utf8")
    .split("\n")
    .slice(1, -1)
    .map((line) => (JSON.parse(line) as { readonly type: string; readonly action?: string }).action ?? "");
  expect(types.filter((action) => action !== "")).toEqual(["slower"]);
  expect(readFileSync(file, "utf8")).not.toContain('"typed"');
});

test("that it began is no part of it, and a file that is there already is said", async () => {
  const events = played("channel-down");
  const recording = openRecording(false, () => undefined);
  const store = createStore(folded(events.slice(0, 200)), update, recording.tap);
  const say = (text: string): void => store.send({ type: "note", at: START, text, tone: "plain" });
  const wish = createRecord({ recording, store, dir, say });
  const file = join(dir, "silent.ndjson");
  await wish({ file });
  expect(store.get().note?.text).toBe(`recording into ${file}; :record ends it`);
  await wish({ file: null });
  expect(readFileSync(file, "utf8")).not.toContain("recording into");
  await wish({ file });
  expect(store.get().note?.text).toContain("it is there already, and nothing is written over");
});

test("without a file it goes into gatetop's own directory", async () => {
  const { said, wish } = rig();
  await wish({ file: null });
  await wish({ file: null });
  const [name = ""] = readdirSync(join(dir, "state"));
  expect(name).toMatch(/^recording-\d{4}-\d\d-\d\d-\d{6}\.ndjson$/u);
  expect(statSync(join(dir, "state", name)).mode & 0o777).toBe(0o600);
  expect(said[0]).toContain(join(dir, "state", name));
});

test.runIf(process.getuid?.() !== 0)("where nothing can be written it says so", async () => {
  const { said, wish } = rig();
  chmodSync(join(dir, "state"), 0o500);
  await wish({ file: join(dir, "state", "none") });
  chmodSync(join(dir, "state"), 0o700);
  expect(said.at(-1)).toMatch(/cannot be recorded into: permission denied/u);
});

test("a replay is not recorded", async () => {
  const said: string[] = [];
  await createRecord({ recording: null, store: { get: first }, dir, say: (text) => said.push(text) })({ file: null });
  expect(said).toEqual(["this is a replay: there is nothing new to record"]);
});
