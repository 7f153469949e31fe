// Golden frames of the boards of events and usage.
import { describe, expect, test } from "vitest";
import type { ActionId } from "../../../src/data/actions.ts";
import type { State } from "../../../src/data/state.ts";
import { act } from "../../../src/data/view.ts";
import { renderFrame } from "../../../src/ui/text-frame.tsx";
import { expectSound, sides, sizes } from "../support.ts";
import { eventMoments, usageMoments } from "./evidence-moments.ts";

const plain = { color: false, ascii: false };
const moments: readonly (readonly [string, () => State])[] = [
  ...Object.entries(eventMoments).map(([name, made]) => [`events-${name}`, made] as const),
  ...Object.entries(usageMoments).map(([name, made]) => [`usage-${name}`, made] as const),
];
const sized = (state: State, size: string): State => ({ ...state, view: { ...state.view, ...sides(size) } });

describe.each(moments)("%s", (name, made) => {
  test.each(sizes)("at %s", async (size) => {
    const { columns, rows } = sides(size);
    const frame = renderFrame(sized(made(), size), { columns, rows, look: plain });
    expectSound(frame, columns, rows);
    expect(frame.split("\n")).toHaveLength(rows);
    await expect(`${frame}\n`).toMatchFileSnapshot(`../../frames/late/${name}-${size}.txt`);
  });

  test("in ASCII there is nothing else", () => {
    for (const size of sizes) {
      const { columns, rows } = sides(size);
      const frame = renderFrame(sized(made(), size), { columns, rows, look: { color: false, ascii: true } });
      expect(frame).toMatch(/^[\n\u0020-\u007e]*$/u);
      expectSound(frame, columns, rows);
    }
  });
});

test.each<[string, () => State, readonly ActionId[]]>([
  ["events-details", eventMoments.errors, ["details"]],
  ["events-traffic-details", eventMoments.errors, ["next-panel", "details"]],
  ["events-traffic-chosen", eventMoments.errors, ["next-panel", "last"]],
  ["usage-details", usageMoments.sessions, ["details"]],
  ["usage-day-details", usageMoments["over-budget"], ["next-panel", "details"]],
  ["usage-quota-details", usageMoments.fresh, ["next-panel", "next-panel", "details"]],
  ["usage-quotas-chosen", usageMoments.fresh, ["next-panel", "next-panel"]],
])("%s", async (name, made, keys) => {
  for (const size of ["120x36", "80x24"] as const) {
    const { columns, rows } = sides(size);
    const frame = renderFrame(keys.reduce(act, sized(made(), size)), { columns, rows, look: plain });
    expectSound(frame, columns, rows);
    await expect(`${frame}\n`).toMatchFileSnapshot(`../../frames/late/${name}-${size}.txt`);
  }
});

const oddSizes = ["40x10", "41x11", "59x30", "60x18", "61x19", "99x40", "100x32", "179x39", "240x70"] as const;

test.each(moments)("no size makes %s not fit", (_, made) => {
  for (const size of oddSizes) {
    for (const panel of [[], ["next-panel"], ["next-panel", "next-panel"]] as const) {
      const { columns, rows } = sides(size);
      const state = [...panel, "last" as const].reduce<State>(act, sized(made(), size));
      expectSound(renderFrame(state, { columns, rows, look: plain }), columns, rows);
    }
  }
});

test("zeros that are still being counted are nowhere drawn as money", () => {
  const frame = renderFrame(sized(usageMoments.refreshing(), "120x36"), { columns: 120, rows: 36, look: plain });
  expect(frame).toContain("being counted");
  expect(frame).not.toMatch(/\b0(\.0+)? USD/u);
});

test("figures from before the connection was lost are told as old", () => {
  for (const state of [eventMoments.down(), usageMoments.down()]) {
    expect(renderFrame(sized(state, "120x36"), { columns: 120, rows: 36, look: plain })).toMatch(/─ \d+s old ─╮/u);
  }
});

test("how long something took is never cut: half a number is another one", () => {
  const state = eventMoments.errors();
  const ring = state.ring.map((slice) => ({
    ...slice,
    records: slice.records.map((record) => (record.type === "session.stalled" ? { ...record, ageMs: 638_000 } : record)),
  }));
  for (const size of ["120x36", "80x24"] as const) {
    const { columns, rows } = sides(size);
    expect(renderFrame(sized({ ...state, ring }, size), { columns, rows, look: plain })).toMatch(/session\.stalled .*10m38s/u);
  }
});
