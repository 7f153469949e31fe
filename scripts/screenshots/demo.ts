// The demo's pictures: scenarios as events through the reducer, one frame in colour, as an SVG. The same on every machine.
import type { ActionId } from "../../src/data/actions.ts";
import { update, initialState } from "../../src/data/update.ts";
import { scenarioEvents } from "../../src/demo/replay.ts";
import type { ScenarioName } from "../../src/demo/scenarios.ts";
import { renderFrame } from "../../src/ui/text-frame.tsx";
import { screenSvg } from "./svg.ts";

export type Picture = {
  readonly name: string;
  readonly scenario: ScenarioName;
  readonly columns: number;
  readonly rows: number;
  readonly title: string;
  /** Keys pressed before the picture is taken. */
  readonly keys?: readonly ActionId[];
};

export const demoPictures: readonly Picture[] = [
  { name: "overview", scenario: "channel-down", columns: 120, rows: 36, title: "The overview: a channel is down" },
  { name: "stuck-session", scenario: "stuck-session", columns: 120, rows: 36, title: "A run without progress, work queued behind it" },
  { name: "frozen", scenario: "frozen", columns: 120, rows: 36, title: "The process is frozen: the port accepts, nothing answers" },
  { name: "token-refused", scenario: "token-refused", columns: 120, rows: 36, title: "A refused login says what to type" },
  {
    name: "details",
    scenario: "channel-down",
    columns: 120,
    rows: 36,
    title: "Every field of a row, with source and age",
    keys: ["details"],
  },
  { name: "small", scenario: "channel-down", columns: 80, rows: 24, title: "80×24" },
];

/** Charts need the raster engine loaded; the caller sees to it. */
export async function drawDemoPicture({ scenario, columns, rows, title, keys = [] }: Picture): Promise<string> {
  process.env["TZ"] = "UTC";
  const startAt = Date.UTC(2026, 10, 20, 14, 0, 0);
  const events = scenarioEvents(scenario, { startAt, durationMs: 900_000, stepMs: 1_000 });
  const seen = events.reduce(update, initialState({ now: startAt, columns, rows }));
  const state = keys.reduce((before, action) => update(before, { type: "acted", at: before.now, action }), seen);
  return screenSvg(renderFrame(state, { columns, rows, look: { color: true, ascii: false } }), columns, rows, title);
}
