// What a proved restart must show, whatever caused it.
import { expect } from "vitest";
import type { Fact, RestartReport } from "./ask.ts";
import type { Signs } from "./signs.ts";

export const factsOf = (told: RestartReport): Readonly<Record<string, Fact>> =>
  Object.fromEntries((told.evidence?.facts ?? []).map((fact) => [fact.fact, fact]));

export const milestoneMs = (told: RestartReport, name: string): number | null =>
  told.milestones.find((milestone) => milestone.name === name)?.ms ?? null;

/** The port and the connection close at once, and either may be seen first. */
const inOrder = [
  ["requested", "closed", "port up", "http", "startupz"],
  ["requested", "port down", "port up"],
] as const;

/** Every piece of evidence is what we saw ourselves before and after, and the milestones come in the order things happen. */
function expectEvidence(told: RestartReport, before: Signs, after: Signs): void {
  expect(after.bootId).not.toBe(before.bootId);
  expect(factsOf(told)).toMatchObject({
    bootId: { before: before.bootId, after: after.bootId, says: "changed" },
    lockOwnerId: { before: before.ownerId, after: after.ownerId, says: "changed" },
    servingSince: { says: "changed" },
    startup: { says: "seen" },
    rpc: { says: "seen" },
  });
  for (const names of inOrder) {
    const times = names.map((name) => milestoneMs(told, name)).filter((ms) => ms !== null);
    expect(times).toEqual([...times].sort((one, other) => one - other));
  }
  expect(milestoneMs(told, "startupz")).not.toBeNull();
}

export function expectInProcess(told: RestartReport, before: Signs, after: Signs): void {
  expect({ pid: after.pid, startTicks: after.startTicks }).toEqual({ pid: before.pid, startTicks: before.startTicks });
  expectEvidence(told, before, after);
  expect(factsOf(told)).toMatchObject({
    pid: { before: before.pid, after: before.pid, says: "same" },
    startTicks: { before: before.startTicks, after: before.startTicks, says: "same" },
  });
}

export function expectNewProcess(told: RestartReport, before: Signs, after: Signs): void {
  expect(after.startTicks).not.toBe(before.startTicks);
  expectEvidence(told, before, after);
  expect(factsOf(told)).toMatchObject({
    startTicks: { before: before.startTicks, after: after.startTicks, says: "changed" },
  });
}
