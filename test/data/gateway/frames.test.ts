import { describe, expect, test } from "vitest";
import { codeOf, readFrame, requestFrame, wireError } from "../../../src/data/gateway/frames.ts";

test.each([1e13, Number.POSITIVE_INFINITY])("advice to wait %d ms is more than a timer can hold", (retryAfterMs) => {
  expect(wireError({ code: "AUTH_RATE_LIMITED", retryAfterMs }).retryAfterMs).toBe(3_600_000);
});

describe("a received frame", () => {
  test.each([
    ["event", '{"type":"event","event":"tick","payload":{"ts":1},"seq":7}', { frame: "event", name: "tick", payload: { ts: 1 }, seq: 7 }],
    ["event without number", '{"type":"event","event":"tick"}', { frame: "event", name: "tick", payload: undefined, seq: null }],
    [
      "event with a broken number",
      '{"type":"event","event":"tick","seq":"7"}',
      { frame: "event", name: "tick", payload: undefined, seq: null },
    ],
    [
      "event with half a number",
      '{"type":"event","event":"tick","seq":1.5}',
      { frame: "event", name: "tick", payload: undefined, seq: null },
    ],
    ["answer", '{"type":"res","id":"1","ok":true,"payload":[1]}', { frame: "answer", id: "1", payload: [1] }],
  ])("%s", (_name, text, frame) => {
    expect(readFrame(text)).toEqual(frame);
  });

  test.each([
    ["binary", null, /binary/u],
    ["not JSON", "hello {", /not JSON \(7 characters\)/u],
    ["empty", "", /not JSON/u],
    ["a number", "12", /not a JSON object/u],
    ["null", "null", /not a JSON object/u],
    ["a list", "[]", /not a JSON object/u],
    ["no type", "{}", /unknown frame type/u],
    ["another type", '{"type":"req","id":"1"}', /unknown frame type "req"/u],
    ["an event without a name", '{"type":"event","payload":1}', /without a name/u],
    ["an event with a numeric name", '{"type":"event","event":5}', /without a name/u],
    ["an answer without an id", '{"type":"res","ok":true}', /without an id/u],
    ["a type full of escapes", '{"type":"\\u001b[31m"}', /unknown frame type/u],
  ])("%s says what is wrong with it and throws nothing", (_name, text, why) => {
    const frame = readFrame(text);
    expect(frame).toMatchObject({ frame: "unreadable", why: expect.stringMatching(why) as string });
    expect(JSON.stringify(frame)).not.toContain("\u001b");
  });

  test("an unreadable frame is not quoted: it may hold somebody's message", () => {
    expect(JSON.stringify(readFrame('{"type":"event","text":"my secret" oops'))).not.toContain("secret");
  });

  test("an answer that is neither ok nor error is an error of its request", () => {
    expect(readFrame('{"type":"res","id":"4"}')).toMatchObject({ frame: "error", id: "4", error: { code: "BAD_ANSWER" } });
  });

  test("25 MB are read", () => {
    const text = JSON.stringify({ type: "res", id: "1", ok: true, payload: { blob: "x".repeat(25 * 1024 * 1024) } });
    expect(readFrame(text).frame).toBe("answer");
  });
});

describe("the error of an answer", () => {
  test("the detail code counts before the general one", () => {
    expect(codeOf(wireError({ code: "INVALID_REQUEST", message: "m", details: { code: "AUTH_TOKEN_MISMATCH" } }))).toBe(
      "AUTH_TOKEN_MISMATCH",
    );
    expect(codeOf(wireError({ code: "INVALID_REQUEST", message: "m" }))).toBe("INVALID_REQUEST");
  });

  test.each([
    ["nothing", undefined],
    ["a string", "no"],
    ["wrong types", { code: 5, message: null, details: [], retryable: "yes", retryAfterMs: -1 }],
  ])("%s still gives a whole error", (_name, value) => {
    expect(wireError(value)).toEqual({
      code: "UNKNOWN",
      message: "the gateway gave no reason",
      details: {},
      retryable: false,
      retryAfterMs: null,
    });
  });

  test("its text cannot move the cursor", () => {
    expect(wireError({ code: "X", message: "a\u001b[2Jb\nc" }).message).toBe("ab c");
  });
});

test("a request without parameters sends an empty object", () => {
  expect(JSON.parse(requestFrame("9", "health", undefined))).toEqual({ type: "req", id: "9", method: "health", params: {} });
});
