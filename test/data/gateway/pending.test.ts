import { expect, test } from "vitest";
import { wireError } from "../../../src/data/gateway/frames.ts";
import { createPending } from "../../../src/data/gateway/pending.ts";
import { RpcFailure } from "../../../src/data/gateway/rpc-failure.ts";
import { manualTimers } from "./manual-timers.ts";

function asking() {
  const timers = manualTimers();
  const sent: { id: string; method: string }[] = [];
  const pending = createPending(timers);
  const ask = (method: string, leaves = true): Promise<unknown> =>
    pending.request(method, {}, 5_000, (frame) => {
      if (leaves) sent.push(JSON.parse(frame) as { id: string; method: string });
      return leaves;
    });
  return { timers, sent, pending, ask };
}
const failure = (promise: Promise<unknown>): Promise<RpcFailure> =>
  promise.then(
    () => Promise.reject(new Error("it was answered")),
    (error: unknown) => error as RpcFailure,
  );

test("answers go to who asked, in whatever order, with their round trip", async () => {
  const { timers, sent, pending, ask } = asking();
  const [first, second] = [ask("health"), ask("status")];
  timers.advance(7);
  expect(pending.settle({ frame: "answer", id: sent[1]?.id ?? "", payload: "two" })).toBe(7);
  expect(pending.settle({ frame: "answer", id: sent[0]?.id ?? "", payload: "one" })).toBe(7);
  expect(await Promise.all([first, second])).toEqual(["one", "two"]);
  expect(timers.count()).toBe(0);
});

test("no answer in time: it was sent, and a late answer changes nothing", async () => {
  const { timers, sent, pending, ask } = asking();
  const asked = failure(ask("health"));
  timers.advance(5_000);
  expect(await asked).toMatchObject({ code: "TIMEOUT", sent: true, message: "health: no answer within 5 s" });
  expect(pending.settle({ frame: "answer", id: sent[0]?.id ?? "", payload: 1 })).toBeNull();
});

test("what never left says so", async () => {
  const { timers, ask } = asking();
  expect(await failure(ask("health", false))).toMatchObject({ code: "NOT_CONNECTED", sent: false });
  expect(timers.count()).toBe(0);
});

test("a lost connection fails everything on the way", async () => {
  const { timers, pending, ask } = asking();
  const asked = [failure(ask("health")), failure(ask("status"))];
  pending.failAll("the connection was lost");
  for (const each of await Promise.all(asked)) expect(each).toMatchObject({ code: "LINK_CLOSED", sent: true });
  expect(timers.count()).toBe(0);
});

test.each([
  ["with details", { code: "FORBIDDEN", message: "missing scope", details: { code: "MISSING_SCOPE" } }, "MISSING_SCOPE", null],
  ["without", { code: "INVALID_REQUEST", message: "unknown method: x" }, "INVALID_REQUEST", null],
  ["with advice", { code: "UNAVAILABLE", message: "rate limit", retryAfterMs: 59_970 }, "UNAVAILABLE", 59_970],
])("an error %s", async (_name, error, code, retryAfterMs) => {
  const { sent, pending, ask } = asking();
  const asked = failure(ask("health"));
  pending.settle({ frame: "error", id: sent[0]?.id ?? "", error: wireError(error) });
  const failed = await asked;
  expect(failed).toBeInstanceOf(RpcFailure);
  expect(failed).toMatchObject({ code, sent: true, retryAfterMs, message: `health: ${error.message}` });
});
