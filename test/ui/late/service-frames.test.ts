// Golden frames of the service board.
import { describe, expect, test } from "vitest";
import type { ActionId } from "../../../src/data/actions.ts";
import type { State } from "../../../src/data/state.ts";
import { act } from "../../../src/data/view.ts";
import { renderFrame } from "../../../src/ui/text-frame.tsx";
import { expectSound, sides, sizes } from "../support.ts";
import { serviceMoments } from "./service-moments.ts";

const plain = { color: false, ascii: false };
const moments = Object.entries(serviceMoments) as readonly (readonly [string, () => State])[];
const sized = (state: State, size: string): State => ({ ...state, view: { ...state.view, ...sides(size) } });

describe.each(moments)("%s", (name, made) => {
  test.each(sizes)("at %s", async (size) => {
    const { columns, rows } = sides(size);
    const frame = renderFrame(sized(made(), size), { columns, rows, look: plain });
    expectSound(frame, columns, rows);
    expect(frame.split("\n")).toHaveLength(rows);
    await expect(`${frame}\n`).toMatchFileSnapshot(`../../frames/late/service-${name}-${size}.txt`);
  });

  test("in ASCII there is nothing else", () => {
    for (const size of sizes.filter(() => name !== "hostile")) {
      const { columns, rows } = sides(size);
      const frame = renderFrame(sized(made(), size), { columns, rows, look: { color: false, ascii: true } });
      expect(frame).toMatch(/^[\n\u0020-\u007e]*$/u);
      expectSound(frame, columns, rows);
    }
  });
});

const down = (times: number): readonly ActionId[] => Array.from({ length: times }, () => "down" as const);

test.each<[string, () => State, readonly ActionId[]]>([
  ["finding-details", serviceMoments["four-faults"], ["next-panel", "details"]],
  ["service-details", serviceMoments.clean, ["details"]],
  ["boot-details", serviceMoments.clean, ["next-panel", "next-panel", ...down(1), "details"]],
  ["cron-details", serviceMoments["four-faults"], ["next-panel", "next-panel", "next-panel", "details"]],
  ["plugins-details", serviceMoments.clean, ["next-panel", "next-panel", "next-panel", "next-panel", ...down(2), "details"]],
  ["upkeep-chosen", serviceMoments["four-faults"], ["next-panel", "next-panel", "next-panel", "next-panel", "last"]],
])("%s", async (name, made, keys) => {
  for (const size of ["120x36", "80x24"] as const) {
    const { columns, rows } = sides(size);
    const frame = renderFrame(keys.reduce(act, sized(made(), size)), { columns, rows, look: plain });
    expectSound(frame, columns, rows);
    await expect(`${frame}\n`).toMatchFileSnapshot(`../../frames/late/service-${name}-${size}.txt`);
  }
});

const oddSizes = ["40x10", "41x11", "59x30", "60x18", "61x19", "99x40", "100x32", "179x39", "240x70"] as const;

/** Every panel of those that have most to show. */
const tabsOf = (name: string): readonly number[] => (["every-fault", "hostile"].includes(name) ? [0, 1, 2, 3, 4] : [1]);

test.each(moments)("no size makes %s not fit", (name, made) => {
  for (const size of oddSizes) {
    for (const tabs of tabsOf(name)) {
      const { columns, rows } = sides(size);
      const keys: readonly ActionId[] = [...Array.from({ length: tabs }, () => "next-panel" as const), "last"];
      const state = keys.reduce<State>(act, sized(made(), size));
      expectSound(renderFrame(state, { columns, rows, look: plain }), columns, rows);
    }
  }
});

test("the row of a finding says what to type, in whole in its details", () => {
  const state = (["next-panel", "details"] as const).reduce<State>(act, sized(serviceMoments["four-faults"](), "120x36"));
  const frame = renderFrame(state, { columns: 120, rows: 36, look: plain }).replace(/[\s│]+/gu, " ");
  expect(frame).toContain("write Restart=always under [Service] in /home/operator");
});

describe("what does not fit", () => {
  const frameOf = (made: () => State, size: string): string => {
    const { columns, rows } = sides(size);
    return renderFrame(sized(made(), size), { columns, rows, look: plain });
  };

  test("a note is left out by whole clauses, never in the middle of a word", () => {
    const frame = frameOf(serviceMoments.clean, "120x36");
    expect(frame).toMatch(/memory +1\.21 GiB {2}MemoryMax 1\.50 GiB +│/u);
    expect(frame).toMatch(/restarts +2 by the manager +│/u);
    expect(frame).toMatch(/asked by somebody {2}runs +│/u);
  });

  test("of a path the end is shown", () => {
    expect(frameOf(serviceMoments.clean, "120x36")).toMatch(/file +…\S*openclaw-gateway\.service +│/u);
  });

  test("fixes are written out when all of them fit, each on one line otherwise", () => {
    const wide = frameOf(serviceMoments["four-faults"], "200x50")
      .replace(/│[^│]*│ {2,}/gu, " ")
      .replace(/\s+/gu, " ");
    expect(wide).toContain("line 3, then: systemctl");
    const narrow = frameOf(serviceMoments["four-faults"], "120x36");
    expect(narrow.match(/ {4}fix {2}/gu)).toHaveLength(5);
    expect(narrow).toContain("● restart-delay");
  });

  test("a name gives way to words that then stand whole", () => {
    expect(frameOf(serviceMoments.clean, "120x36")).toMatch(/Inbox digest {2,}next in 12m +│/u);
  });
});
