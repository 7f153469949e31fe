// A dashboard asks all the time: its own questions are no work that a restart waits for.
import { expect, test } from "vitest";
import { decodePreflight } from "../../../src/data/gateway/decode/work.ts";
import { withoutOwn } from "../../../src/data/gateway/own-requests.ts";

const requests = (count: number, names: string) => ({
  kind: "root-request",
  count,
  message: `${count} active gateway request(s)${names === "" ? "" : `: ${names}`}`,
});
const run = { kind: "embedded-run", count: 1, message: "1 active embedded run(s)" };
const answer = (...blockers: readonly { readonly kind: string; readonly count: number; readonly message: string }[]) => ({
  safe: blockers.length === 0,
  counts: {
    embeddedRuns: blockers.includes(run) ? 1 : 0,
    rootRequests: blockers.find(({ kind }) => kind === "root-request")?.count ?? 0,
    totalActive: blockers.reduce((sum, { count }) => sum + count, 0),
  },
  blockers,
});

test.each<readonly [string, readonly string[], ReturnType<typeof answer>, ReturnType<typeof answer>]>([
  ["our subscription alone: idle", ["sessions.subscribe"], answer(requests(1, "ws:sessions.subscribe")), answer()],
  ["a run beside it stays", ["status"], answer(run, requests(2, "ws:agent, ws:status")), answer(run, requests(1, "ws:agent"))],
  ["two of ours of one kind", ["health", "health"], answer(requests(2, "ws:health (2)")), answer()],
  ["of three alike one is ours", ["health"], answer(requests(3, "ws:health (3)")), answer(requests(2, "ws:health (2)"))],
  [
    "other work of the gateway's own stays",
    ["tasks.list"],
    answer(requests(2, "session:followup-drain, ws:tasks.list")),
    answer(requests(1, "session:followup-drain")),
  ],
])("%s", (_, own, said, left) => expect(decodePreflight(withoutOwn(said, own))).toEqual(decodePreflight(left)));

test.each<readonly [string, readonly string[], unknown]>([
  ["somebody else's request", ["status"], answer(requests(1, "ws:agent"))],
  ["a release that names none", ["status"], answer(requests(2, ""))],
  ["nothing of ours under way", [], answer(requests(1, "ws:status"))],
  ["an answer of another shape", ["status"], { safe: true }],
  ["no answer", ["status"], null],
])("left as it is: %s", (_, own, said) => expect(withoutOwn(said, own)).toBe(said));
