// A problem names the key that mends it; where no key is pressed, or none may be, it says so in words.
import { describe, expect, test } from "vitest";
import { actions } from "../../../src/data/actions.ts";
import { rules } from "../../../src/data/alerts/rules.ts";
import { snapshotJson } from "../../../src/data/json/snapshot-json.ts";
import type { State } from "../../../src/data/state.ts";
import { problems } from "../../../src/data/alerts/problems.ts";
import { renderFrame } from "../../../src/ui/text-frame.tsx";
import { moment } from "../../ui/moments.ts";

const frame = (state: State, still = false): string =>
  renderFrame(state, { columns: 200, rows: 50, look: { color: false, ascii: false, still } });

const incident = moment("incident");

describe("the key", () => {
  test("stands in line 1 and in the row of the problem", () => {
    const lines = frame(incident).split("\n");
    expect(lines[1]).toContain("→ [x] abort its run");
    expect(lines.slice(3).join("\n")).toMatch(/telegram\/poll .*→ \[c\] restart it/u);
    expect(lines.slice(3).join("\n")).toMatch(/rss .*→ \[R\] restart it before the limit does/u);
  });

  test.each<[string, string]>([
    ["in a picture nobody presses keys in", frame(incident, true)],
    ["when nothing may be changed", frame({ ...incident, readonly: "--readonly" })],
  ])("is not named %s: the command is", (_, text) => {
    expect(text).not.toMatch(/\[[xcR]\]/u);
    expect(text).toContain("openclaw gateway call sessions.abort");
  });

  test("is no part of --json: a script has no keys", () => {
    const remedies = snapshotJson(incident).alerts.map(({ remedy }) => remedy ?? "");
    expect(remedies.some((remedy) => remedy.includes("sessions.abort"))).toBe(true);
    expect(remedies.join("\n")).not.toMatch(/\[[xcR]\]/u);
  });
});

test("every rule's repair is a key of the table, and the rule has words for it as well", () => {
  for (const { repair, remedy } of rules) {
    if (repair === undefined) continue;
    expect(actions.some(({ id }) => id === repair.action)).toBe(true);
    expect(remedy).not.toBeNull();
  }
});

test("a problem that is gone names no key", () => {
  const gone = problems(moment("incident")).map((alert) => ({ ...alert, clearedAt: alert.since, remedy: null, repair: null }));
  const state: State = { ...incident, alerts: new Map(gone.map((alert) => [`${alert.id}/${alert.subject}`, alert])) };
  expect(frame(state)).not.toMatch(/\[[xcR]\]/u);
});
