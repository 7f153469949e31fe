// The audit board: golden frames at four sizes, and what is read on them.
import { describe, expect, test } from "vitest";
import type { ActionId } from "../../src/data/actions.ts";
import type { State } from "../../src/data/state.ts";
import { update } from "../../src/data/update.ts";
import { act } from "../../src/data/view.ts";
import { renderFrame } from "../../src/ui/text-frame.tsx";
import { auditMoment, auditMoments, NOW, type AuditMoment } from "./audit-moments.ts";
import { expectSound, sides, sizes } from "./support.ts";

const plain = { color: false, ascii: false };
const drawn = (state: State, size: string): string => {
  const { columns, rows } = sides(size);
  const frame = renderFrame({ ...state, view: { ...state.view, columns, rows } }, { columns, rows, look: plain });
  expectSound(frame, columns, rows);
  return frame;
};
const keyed = (name: AuditMoment, keys: readonly ActionId[]): State => keys.reduce<State>(act, auditMoment(name));

describe.each(auditMoments)("%s", (name) => {
  test.each(sizes)("at %s", async (size) => {
    await expect(`${drawn(auditMoment(name), size)}\n`).toMatchFileSnapshot(`../frames/late/audit-${name}-${size}.txt`);
  });

  test("in ASCII there is nothing else", () => {
    for (const size of sizes) {
      const { columns, rows } = sides(size);
      const frame = renderFrame(auditMoment(name), { columns, rows, look: { color: false, ascii: true } });
      expect(frame).toMatch(/^[\n\u0020-\u007e]*$/u);
      expectSound(frame, columns, rows);
    }
  });
});

test.each<[string, AuditMoment, readonly ActionId[]]>([
  ["audit-details-tool", "dangerous", ["down", "down", "down", "details"]],
  ["audit-details-own", "journal", ["dangerous", "dangerous", ...Array.from({ length: 16 }, () => "down" as const), "details"]],
  ["audit-details-client", "calm", ["next-panel", "next-panel", "down", "details"]],
  ["audit-details-approvals", "journal", ["next-panel", "details"]],
  ["audit-dangerous-only", "dangerous", ["dangerous"]],
  ["audit-presence", "calm", ["next-panel", "next-panel"]],
])("%s", async (frame, name, keys) => {
  for (const size of ["120x36", "80x24"] as const) {
    await expect(`${drawn(keyed(name, keys), size)}\n`).toMatchFileSnapshot(`../frames/late/${frame}-${size}.txt`);
  }
});

const lineWith = (state: State, size: string, text: string): string =>
  drawn(state, size)
    .split("\n")
    .find((line) => line.includes(text)) ?? expect.fail(`${text} is not drawn`);

test.each<[AuditMoment, string, RegExp]>([
  ["dangerous", "tool_failed", /✖ .* apply_patch +failed +support › .* 4\.0s +dangerous · tool_failed/u],
  ["dangerous", "tool_blocked", /▲ .* exec +blocked +main › main .* dangerous · tool_blocked/u],
  ["dangerous", "message out", /message out +succeeded +main +240ms +telegram 46c97d73/u],
  ["journal", "restart graceful", /● 14:18:50 +restart graceful +gatetop +ana from 100\.64\.0\.7 +6\.4s +restarted: boot/u],
  ["journal", "start telegram/poll", /▲ 14:19:26 +start telegram\/poll +gatetop .* left before the verdict: SIGHUP; last seen: accepted/u],
  ["paged", "not read here", /▲ at most \d+ rows were not read here: n reads on from above/u],
  ["calm", "gatetop (this one)", /● gatetop \(this one\) +gateway-client +12m +2026\.9\.6 +read/u],
  ["calm", "lin-laptop", /● lin-laptop +openclaw-control-ui +2h +2026\.9\.6 +admin read write/u],
  ["calm", "build-3", /○ build-3 +cli +gone 26m +2026\.8\.1 +read/u],
  ["old-gateway", "keeps no audit ledger", /this release keeps no audit ledger: OpenClaw 2026\.7\.1/u],
])("%s: what is told of %s", (name, text, line) => {
  expect(lineWith(auditMoment(name), "200x50", text)).toMatch(line);
});

test("without the right to see approvals it says how to get it, and never what waits", () => {
  expect(drawn(keyed("journal", ["next-panel", "details"]), "120x36").replaceAll(/[│\s]+/gu, " ")).toContain("set ask.approvals");
  expect(drawn(auditMoment("dangerous"), "200x50")).toContain("2 wait for a decision, the oldest for 4m12s");
});

test("addresses and people are in the details only", () => {
  for (const size of sizes) expect(drawn(auditMoment("calm"), size)).not.toMatch(/192\.0\.2\.7|gateway-owner/u);
  const details = drawn(keyed("calm", ["next-panel", "next-panel", "details"]), "120x36");
  expect(details).toMatch(/192\.0\.2\.7/u);
  expect(details).toMatch(/gateway-owner/u);
});

const filtered = (state: State, text: string): State =>
  Array.from(text).reduce((left, key) => update(left, { type: "typed", at: NOW, key }), act(state, "filter"));

test.each<[string, readonly RegExp[], readonly RegExp[]]>([
  ["exec", [/exec +started/u, /4 of \d+/u], [/apply_patch/u]],
  ["!started|message", [/apply_patch/u], [/message out/u]],
  ["46c97d73", [/message in/u], [/exec/u]],
])("the filter %s", (text, there, gone) => {
  const frame = drawn(filtered(auditMoment("dangerous"), text), "120x36");
  for (const pattern of there) expect(frame).toMatch(pattern);
  for (const pattern of gone) expect(frame.split("presence")[0]?.split("\n").slice(5).join("\n")).not.toMatch(pattern);
});

test("esc drops the filter, then shows all tools again, then leaves", () => {
  let state = filtered(keyed("dangerous", ["dangerous"]), "exec");
  state = update(state, { type: "typed", at: NOW, key: "enter" });
  const seen = [state.view.boardViews.audit.filter.text, state.view.late.audit.dangerousOnly, state.view.board];
  expect(seen).toEqual(["exec", true, "audit"]);
  state = act(state, "back");
  expect(state.view.boardViews.audit.filter.text).toBe("");
  state = act(state, "back");
  expect(state.view.late.audit.dangerousOnly).toBe(false);
  state = act(state, "back");
  expect(state.view.board).toBe("overview");
});
