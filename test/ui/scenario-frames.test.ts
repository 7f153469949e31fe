// Golden frames of every demo scenario, built from its events through the reducer.
import { describe, expect, test } from "vitest";
import type { State } from "../../src/data/state.ts";
import { initialState, update } from "../../src/data/update.ts";
import { scenarioEvents } from "../../src/demo/replay.ts";
import { scenarioNames, type ScenarioName } from "../../src/demo/scenarios.ts";
import { renderFrame } from "../../src/ui/text-frame.tsx";
import { START } from "../support/scene.ts";
import { expectSound, sides, sizes } from "./support.ts";

function played(name: ScenarioName): State {
  const events = scenarioEvents(name, { startAt: START, durationMs: 900_000, stepMs: 1_000 });
  return events.reduce(update, initialState({ now: START, columns: 120, rows: 36 }));
}

describe.each(scenarioNames)("%s", (name) => {
  const state = played(name);

  test.each(sizes)("at %s", async (size) => {
    const { columns, rows } = sides(size);
    const frame = renderFrame(state, { columns, rows, look: { color: false, ascii: false } });
    expectSound(frame, columns, rows);
    await expect(`${frame}\n`).toMatchFileSnapshot(`../frames/${name}-${size}.txt`);
  });

  test("says that it is a demo", () => {
    expect(renderFrame(state, { columns: 80, rows: 24, look: { color: false, ascii: false } })).toContain(`DEMO ${name}`);
  });
});
