import { describe, expect, test } from "vitest";
import { growing, type Collected } from "../../../src/data/trends/growing.ts";
import { scene, START } from "../../support/scene.ts";
import { lived } from "./life.ts";

const counted = (what: Collected, from: number, perHour: number, minutes = 180) =>
  growing(lived({ minutes, at: (hours) => ({ [what]: Math.round(from + perHour * hours) }) }), what);

describe("what a process collects", () => {
  test.each([
    ["openHandles", 140, 50, "290 open handles, 140 3h ago: +50/h"],
    ["threads", 20, 10, "50 threads, 20 3h ago: +10/h"],
    ["children", 2, 4, "14 child processes, 2 3h ago: +4/h"],
    ["connections", 5, 20, "65 connections, 5 3h ago: +20/h"],
  ] as const)("%s", (what, from, perHour, message) => {
    const found = counted(what, from, perHour);
    if (found.kind !== "growing") throw new Error(found.kind);
    expect(found.message.replace(/2h5\dm/u, "3h").replace(/ \(.*\)/u, "")).toBe(message);
    expect(Math.abs(found.factor - (from + 3 * perHour) / from)).toBeLessThan(0.15);
    expect(found.evidence[0]?.source).toBe("/proc");
  });

  test.each([
    ["it falls", "openHandles", 400, -50, 180, "steady"],
    ["it stays", "openHandles", 400, 0, 180, "steady"],
    ["it doubled, but by so few that a message does it", "children", 1, 1, 180, "steady"],
    ["a quarter of an hour proves nothing", "openHandles", 100, 1_000, 15, "steady"],
    ["not ten minutes yet", "openHandles", 100, 1_000, 5, "unknown"],
  ] as const)("%s", (_, what, from, perHour, minutes, kind) => {
    expect(counted(what, from, perHour, minutes).kind).toBe(kind);
  });

  test.each(["openHandles", "threads", "children", "connections"] as const)("%s of a gateway elsewhere are unknown", (what) => {
    const state = scene({ type: "missing", source: "process", at: START, why: "the gateway is on another host" });
    expect(growing(state, what)).toEqual({ kind: "unknown", why: "the gateway is on another host" });
  });

  test("a kernel that does not list children is unknown, not none", () => {
    const state = lived({ minutes: 60, at: () => ({ children: null }) });
    expect(growing(state, "children")).toEqual({ kind: "unknown", why: "child processes cannot be counted here" });
  });
});
