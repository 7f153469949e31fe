// On whose request it restarted: what is known is said, and nothing that contradicts it.
import { expect, test } from "vitest";
import type { Observation } from "../../../src/data/restart/observation.ts";
import { attributionWords } from "../../../src/data/select/proof.ts";
import { observed, restartCase, watchedAll, type RestartCase } from "../../support/restart-case.ts";

const words = (given: RestartCase, observations: readonly Observation[] = observed(given)): string | null => {
  const { verdict } = watchedAll(given, observations);
  return verdict === null ? null : attributionWords(verdict);
};
const idle = restartCase("rpc-idle");
const tableOf = (given: RestartCase, reason: string): readonly Observation[] => {
  const { link, process } = given.before;
  const boot = {
    bootId: link?.bootId ?? "",
    pid: process?.pid ?? 1,
    startedAt: 1,
    completedAt: 2,
    outcome: "planned_restart",
    reason,
    startupReason: null,
  };
  return [{ ms: 60, at: given.at + 60, seen: { kind: "boot", boot } }, ...observed(given)];
};
const logged = (run: string): readonly Observation[] => [
  { ms: 60, at: idle.at + 60, seen: { kind: "log", said: "restarting", run } },
  ...observed(idle),
];

test.each<[string, string | null, string]>([
  [
    "a request that was taken, where nobody can read who is named",
    words(idle),
    "asked by us and accepted; the boot table, which would name it, cannot be read here (Node 22.5 on its host can)",
  ],
  [
    "a request that was taken, and a record that names nobody",
    words(idle, tableOf(idle, "restart (SIGUSR2)")),
    "asked by us and accepted; the gateway's own record of this restart names no request",
  ],
  [
    "a record that names it",
    words(idle, tableOf(idle, `restart (SIGUSR2: gatetop ${idle.id})`)),
    "the gateway names our request as the reason of this restart",
  ],
  ["a log line that names it", words(idle, logged(idle.id)), "the gateway names our request as the reason of this restart"],
  ["a signal, which carries no name", words(restartCase("usr2-deferred-released")), "on whose request it restarted is not known"],
])("%s", (_what, said, expected) => {
  expect(said).toBe(expected);
});

test("the verdict stays what is proved: whose request it was is not, though ours was taken", () => {
  expect(watchedAll(idle).verdict).toMatchObject({ attribution: "not-known", accepted: "scheduled" });
});
