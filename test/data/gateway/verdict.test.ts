import { describe, expect, test } from "vitest";
import type { Ending } from "../../../src/data/gateway/ending.ts";
import { wireError } from "../../../src/data/gateway/frames.ts";
import type { Circumstances } from "../../../src/data/gateway/refusal.ts";
import { judge } from "../../../src/data/gateway/verdict.ts";

const here: Circumstances = { where: "127.0.0.1:18789", local: true, shared: "token", manner: "device-shared" };
const http = (status: number, body = ""): Ending => ({ ended: "http", status, body });
const socket = (code: string): Ending => ({ ended: "socket", code, message: "m" });
const closed = (code: number, reason = ""): Ending => ({ ended: "closed", code, reason });
const unavailable = (details: object) => ({
  ended: "error" as const,
  error: wireError({ code: "UNAVAILABLE", message: "gateway starting; retry shortly", retryable: true, retryAfterMs: 500, details }),
});

describe("we wait and try again", () => {
  test.each([
    ["starting", unavailable({ reason: "startup-sidecars" }), /starting up/u, 200, null],
    ["restarting", unavailable({ reason: "gateway-restarting" }), /restarting/u, 200, null],
    ["not ready for another reason", unavailable({ reason: "toString" }), /not ready: gateway starting/u, 200, null],
    ["draining", http(503, "Gateway websocket admission closed"), /draining/u, null, null],
    ["nothing behind the proxy", http(503, "no server"), /HTTP 503/u, null, null],
    ["bad gateway", http(502), /HTTP 502/u, null, null],
    ["too many requests", http(429), /fewer connections/u, 30_000, null],
    ["nobody listens", socket("ECONNREFUSED"), /nothing listens on 127\.0\.0\.1:18789/u, null, null],
    ["unknown name", socket("ENOTFOUND"), /does not exist/u, null, null],
    ["no route", socket("EHOSTUNREACH"), /no route/u, null, null],
    ["an errno nobody listed", socket("EWEIRD"), /cannot connect to 127\.0\.0\.1:18789: m/u, null, null],
    ["killed", closed(1006), /process died/u, null, 1006],
    ["service restart", closed(1012, "service restart"), /restarting or stopping/u, null, 1012],
    ["credentials changed", closed(4001, "gateway auth changed"), /credentials were changed/u, null, 4001],
    ["too large a message", closed(1009), /larger than gatetop accepts/u, null, 1009],
    ["a reason of the gateway's own", closed(1008, "slow consumer"), /closed the connection: slow consumer/u, null, 1008],
    ["accepted, silent", { ended: "silent", stage: "connect", ms: 3_000 }, /does not answer for 3 s/u, null, null],
    ["upgraded, silent", { ended: "silent", stage: "challenge", ms: 5_000 }, /says nothing for 5 s/u, null, null],
    ["half open", { ended: "silent", stage: "open", ms: 60_000 }, /has said nothing for 60 s/u, null, 4000],
  ] as const)("%s", (_name, ending, why, retryInMs, code) => {
    const verdict = judge(ending, here);
    expect(verdict).toMatchObject({ verdict: "waiting", why: expect.stringMatching(why) as string, retryInMs, code });
  });

  test("a gateway elsewhere that is starting is asked when it said", () => {
    expect(judge(unavailable({ reason: "startup-sidecars" }), { ...here, local: false })).toMatchObject({ retryInMs: 500 });
  });
});

describe("we tell the person", () => {
  test.each([
    ["login of a proxy", http(401), "HTTP_401", /login/u, null],
    ["forbidden", http(403), "HTTP_403", /forbids/u, null],
    ["redirect", http(302), "HTTP_302", /redirects/u, 10_000],
    ["a web server", http(404), "HTTP_404", /something else/u, 10_000],
    ["a web page", http(200), "HTTP_200", /something else/u, 10_000],
    ["not even HTTP", socket("HPE_INVALID_CONSTANT"), "NOT_A_WEBSOCKET", /something else/u, 10_000],
    ["a broken upgrade", socket("BAD_UPGRADE"), "NOT_A_WEBSOCKET", /something else/u, 10_000],
    ["another WebSocket", { ended: "foreign", why: "answers oddly" }, "NOT_A_GATEWAY", /something else/u, 10_000],
    ["no TLS there", socket("ERR_SSL_WRONG_VERSION_NUMBER"), "TLS_NOT_SPOKEN", /TLS/u, 10_000],
    ["no TLS there, older Node", socket("EPROTO"), "TLS_NOT_SPOKEN", /TLS/u, 10_000],
    ["unreadable hello", { ended: "bad-hello", why: "no server" }, "BAD_HELLO", /no server/u, 10_000],
    ["no right to read", { ended: "scope", granted: [] }, "SCOPE_MISSING", /operator\.read/u, null],
  ] as const)("%s", (_name, ending, code, why, retryInMs) => {
    const verdict = judge(ending, here);
    expect(verdict).toMatchObject({ verdict: "refused", refusal: { code, why: expect.stringMatching(why) as string }, retryInMs });
  });

  test("a rate limit is a refusal with a time, though the gateway calls it retryable", () => {
    const error = wireError({
      code: "INVALID_REQUEST",
      message: "m",
      retryable: true,
      retryAfterMs: 1_000,
      details: { code: "AUTH_RATE_LIMITED" },
    });
    expect(judge({ ended: "error", error }, here)).toMatchObject({ verdict: "refused", retryInMs: 1_500 });
  });
});
