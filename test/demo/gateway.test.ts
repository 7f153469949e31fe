import { once } from "node:events";
import { get } from "node:http";
import { describe, expect, test } from "vitest";
import { isScenarioName, scenarioNames, type ScenarioName } from "../../src/demo/scenarios.ts";
import { scenarioNames as commandLineNames } from "../../src/cli/scenario-names.ts";
import { knock, page, scenarioClock, withDemo, type Frame } from "./client.ts";

type Row = Readonly<Record<string, unknown>>;

const row = (value: unknown): Row => value as Row;
const errorOf = (frame: Frame): Row => row(frame["error"]);
const payloadOf = (frame: Frame): Row => row(frame["payload"]);

test("the command line offers exactly the scenarios there are", () => {
  expect(commandLineNames).toEqual(scenarioNames);
  expect(isScenarioName("calm")).toBe(true);
  expect(isScenarioName("toString")).toBe(false);
});

describe("handshake", () => {
  test("the right token is let in, and told who answers", () =>
    withDemo({ scenario: "calm" }, async (gateway, dial) => {
      const answer = await dial().connect(gateway.token);
      expect(payloadOf(answer)).toMatchObject({ type: "hello-ok", protocol: 4, auth: { role: "operator", scopes: ["operator.read"] } });
    }));

  const refused = [
    ["a wrong token", { auth: { token: "wrong" } }, "AUTH_TOKEN_MISMATCH", 1008],
    ["no token", { auth: {} }, "DEVICE_IDENTITY_REQUIRED", 1008],
    ["a protocol from the future", { minProtocol: 5, maxProtocol: 9 }, "PROTOCOL_MISMATCH", 1002],
  ] as const;
  test.each(refused)("%s is refused as the real gateway does", (_what, over, code, closeCode) =>
    withDemo({ scenario: "calm" }, async (gateway, dial) => {
      const client = dial();
      const answer = await client.connect(gateway.token, over);
      expect(errorOf(answer)).toMatchObject({ details: { code } });
      expect(await client.closed).toMatchObject({ code: closeCode, reason: errorOf(answer)["message"] });
    }),
  );

  const broken = [
    ["another request first", JSON.stringify({ type: "req", id: "1", method: "health" }), 1008],
    ["no request", JSON.stringify({ type: "hello" }), 1008],
    ["no JSON", "hello", 1000],
  ] as const;
  test.each(broken)("%s ends the connection", (_what, text, code) =>
    withDemo({ scenario: "calm" }, async (_gateway, dial) => {
      const client = dial();
      await client.event("connect.challenge");
      client.socket.send(text);
      expect((await client.closed).code).toBe(code);
    }),
  );

  test("token-refused hands out a token its gateway does not know", () =>
    withDemo({ scenario: "token-refused" }, async (gateway, dial) => {
      expect(errorOf(await dial().connect(gateway.token))).toMatchObject({ details: { code: "AUTH_TOKEN_MISMATCH" } });
    }));
});

describe("requests", () => {
  test("an unknown method and bad parameters are named", () =>
    withDemo({ scenario: "calm" }, async (gateway, dial) => {
      const client = dial();
      await client.connect(gateway.token);
      expect(errorOf(await client.call("no.such"))).toEqual({ code: "INVALID_REQUEST", message: "unknown method: no.such" });
      expect(errorOf(await client.call("toString"))).toEqual({ code: "INVALID_REQUEST", message: "unknown method: toString" });
      const answer = await client.call("diagnostics.stability", { limit: 0 });
      expect(errorOf(answer)).toEqual({ code: "INVALID_REQUEST", message: "limit must be between 1 and 1000" });
    }));

  test("the ring goes on where the last answer ended", async () => {
    const clock = scenarioClock(0);
    await withDemo({ scenario: "calm", ...clock.options }, async (gateway, dial) => {
      const client = dial();
      await client.connect(gateway.token);
      const first = payloadOf(await client.call("diagnostics.stability", { limit: 1000 }));
      expect(first["events"]).toHaveLength(first["count"] as number);
      const nothing = payloadOf(await client.call("diagnostics.stability", { sinceSeq: first["lastSeq"], limit: 1000 }));
      expect(nothing).toMatchObject({ count: 0, events: [] });
      clock.moveTo(60_000);
      const more = payloadOf(await client.call("diagnostics.stability", { sinceSeq: first["lastSeq"], limit: 1000 }));
      expect(more["firstSeq"]).toBe((first["lastSeq"] as number) + 1);
    });
  });

  test("the old gateway speaks protocol 3 and has no system.info", () =>
    withDemo({ scenario: "old-gateway" }, async (gateway, dial) => {
      const client = dial();
      const answer = payloadOf(await client.connect(gateway.token));
      expect(answer).toMatchObject({ protocol: 3, server: { version: "2026.5.7" } });
      expect(row(answer["features"])["methods"]).not.toContain("system.info");
      expect(errorOf(await client.call("system.info"))["message"]).toBe("unknown method: system.info");
    }));
});

test("events are numbered for each connection, and session rows reach only those who asked for them", async () => {
  const clock = scenarioClock(0);
  await withDemo({ scenario: "calm", ...clock.options }, async (gateway, dial) => {
    const [asking, other] = [dial(), dial()];
    await asking.connect(gateway.token);
    await other.connect(gateway.token);
    await asking.call("sessions.subscribe");
    clock.moveTo(70_000);
    await Promise.all([asking.event("sessions.changed"), asking.event("health"), other.event("tick"), other.event("agent")]);
    // The answer comes after everything that was sent before it.
    await other.call("health");
    expect(other.frames.some(({ event }) => event === "sessions.changed")).toBe(false);
    for (const { frames } of [asking, other]) {
      const numbers = frames.flatMap(({ seq }) => (typeof seq === "number" ? [seq] : []));
      expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    }
  });
});

describe("probe pages", () => {
  const pages: readonly (readonly [ScenarioName, number, string, number, unknown])[] = [
    ["calm", 0, "/healthz", 200, { ok: true, status: "live" }],
    ["calm", 0, "/startupz", 200, { ok: true, status: "started", version: "2026.9.6" }],
    ["calm", 0, "/readyz", 200, { ready: true, failing: [] }],
    ["calm", 0, "/anything", 200, "html"],
    ["channel-down", 0, "/readyz", 503, { ready: false, failing: ["telegram"] }],
    ["restart-drain", 12_000, "/readyz", 503, { ready: false, failing: ["gateway-draining"] }],
    ["restart-drain", 12_000, "/startupz", 503, { ok: false, status: "draining" }],
    ["restart-drain", 12_000, "/healthz", 200, { ok: true, status: "live" }],
    ["restart-drain", 25_000, "/startupz", 503, { ok: false, status: "starting", pendingReason: "startup-sidecars" }],
    ["token-refused", 0, "/readyz", 200, { ready: true, failing: [] }],
    ["old-gateway", 0, "/startupz", 200, "html"],
    ["old-gateway", 0, "/readyz", 200, { ready: true, failing: [] }],
  ];
  test.each(pages)("%s at %i ms: %s answers %i", (scenario, startAtMs, path, status, body) =>
    withDemo({ scenario, ...scenarioClock(startAtMs).options }, async (gateway) => {
      const answer = await page(gateway, path);
      expect(answer.status).toBe(status);
      if (body === "html") expect(answer.type).toContain("text/html");
      else expect(JSON.parse(answer.body)).toMatchObject(row(body));
    }),
  );
});

test("frozen: the port accepts, and neither HTTP nor the WebSocket is answered", async () => {
  const clock = scenarioClock(0);
  await withDemo({ scenario: "frozen", ...clock.options }, async (gateway, dial) => {
    const client = dial();
    await client.connect(gateway.token);
    expect((await page(gateway, "/healthz")).status).toBe(200);
    expect(gateway.local.process()).toMatchObject({ found: true, state: "S", acceptBacklog: 0 });

    clock.moveTo(12_000);
    expect(await knock(gateway.port)).toBe("open");
    const asked = get({ host: "127.0.0.1", port: gateway.port, path: "/healthz", agent: false });
    await once(asked, "finish");
    const broken = once(asked, "response").then(
      () => "answered",
      () => "broken off",
    );
    const ignored = client.call("health");
    const frozen = gateway.local.process();
    expect(frozen).toMatchObject({ found: true, state: "T", cpuCores: 0 });
    expect(frozen.found && frozen.acceptBacklog).toBeGreaterThan(0);

    // Two more connections are accepted after both questions were sent: time enough for an answer, had there been one.
    expect([await knock(gateway.port), await knock(gateway.port)]).toEqual(["open", "open"]);
    expect(client.frames.filter(({ type }) => type === "res")).toHaveLength(1);
    await gateway.close();
    expect(await broken).toBe("broken off");
    expect(await Promise.race([ignored.then(() => "answered"), client.closed.then(() => "closed")])).toBe("closed");
  });
});

test("close ends every connection and frees the port", async () => {
  await withDemo({ scenario: "calm" }, async (gateway, dial) => {
    const client = dial();
    await client.connect(gateway.token);
    await gateway.close();
    await client.closed;
    expect(await knock(gateway.port)).toBe("ECONNREFUSED");
    await gateway.close();
  });
});
