import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { RpcFailure } from "../../../src/data/gateway/rpc-failure.ts";
import { manualTimers } from "./manual-timers.ts";
import { identity, recordedLink, type RecordedLink } from "./recorded-link.ts";
import { scriptedGateway, type Peer, type ScriptedGateway } from "./scripted-gateway.ts";

let gateway: ScriptedGateway;
const links: RecordedLink[] = [];
const started = (over: Parameters<typeof recordedLink>[1] = {}): RecordedLink => {
  const recorded = recordedLink(gateway.url, over);
  links.push(recorded);
  recorded.link.start();
  return recorded;
};
const opened = async (over: Parameters<typeof recordedLink>[1] = {}, hello = {}): Promise<{ recorded: RecordedLink; peer: Peer }> => {
  const recorded = started(over);
  const peer = await gateway.peer();
  await peer.greet(hello);
  await recorded.phase("open");
  return { recorded, peer };
};
const failure = (promise: Promise<unknown>): Promise<RpcFailure> =>
  promise.then(
    () => Promise.reject(new Error("it was answered")),
    (error: unknown) => error as RpcFailure,
  );

beforeEach(async () => {
  gateway = await scriptedGateway();
});
afterEach(async () => {
  for (const { link } of links.splice(0)) link.stop();
  await gateway.close();
});

describe("opening", () => {
  test("challenge, signed connect, hello: open, with what the gateway said", async () => {
    const recorded = started();
    expect(await recorded.phase("connecting")).toMatchObject({ attempt: 0 });
    const peer = await gateway.peer();
    const request = await peer.greet();
    expect(request).toMatchObject({
      method: "connect",
      params: { auth: { token: "secret-token" }, device: { id: identity.deviceId, nonce: "nonce-1", signedAt: 1_795_000_000_000 } },
    });
    expect(await recorded.phase("open")).toMatchObject({ generation: 1, hello: { version: "2026.9.6", bootId: "boot-1" } });
    expect(recorded.link.methods()).toEqual(["health", "status"]);
  });

  test("no Origin, no compression is offered", async () => {
    started();
    const { headers } = await gateway.peer();
    expect(headers).not.toHaveProperty("origin");
    expect(headers).not.toHaveProperty("sec-websocket-extensions");
  });

  test("no secret appears in any event that may be recorded", async () => {
    const { recorded } = await opened({}, { auth: { scopes: ["operator.read"], deviceToken: "device-secret" } });
    const recordable = recorded.events.filter((event) => event.type !== "device-token");
    expect(JSON.stringify(recordable)).not.toMatch(/secret/u);
  });

  test("a device token is handed over once, and is what remains when the shared token is refused later", async () => {
    const auth = { scopes: ["operator.read"], deviceToken: "device-secret" };
    const { recorded, peer } = await opened({}, { auth });
    expect(recorded.events).toContainEqual({ type: "device-token", token: "device-secret" });
    peer.socket.close(4001, "gateway auth changed");
    expect(await recorded.phase("waiting")).toMatchObject({ code: 4001, why: "the gateway's credentials were changed" });
    const second = await gateway.peer();
    await second.refuse({ code: "INVALID_REQUEST", details: { code: "AUTH_TOKEN_MISMATCH", canRetryWithDeviceToken: true } });
    const third = await gateway.peer();
    expect(await third.greet({ auth })).toMatchObject({ params: { auth: { deviceToken: "device-secret" } } });
    await recorded.phase("open");
    third.socket.terminate();
    expect(await (await gateway.peer()).greet({ auth })).toMatchObject({ params: { auth: { deviceToken: "device-secret" } } });
    await recorded.phase("open");
    expect(recorded.events.filter((event) => event.type === "device-token")).toHaveLength(1);
    expect(recorded.events.filter((event) => event.type === "link" && event.link.phase === "refused")).toEqual([]);
  });

  test("session changes are subscribed to where the gateway offers it, and again after a reconnect", async () => {
    const features = { features: { methods: ["sessions.subscribe"] } };
    const recorded = started();
    const first = await gateway.peer();
    await first.greet(features);
    expect(await first.next()).toMatchObject({ method: "sessions.subscribe", params: {} });
    first.socket.terminate();
    const second = await gateway.peer();
    await second.greet(features);
    const again = await second.next();
    expect(again).toMatchObject({ method: "sessions.subscribe" });
    second.fail(again, { code: "UNAVAILABLE", message: "not now" });
    await recorded.event((event) => event.type === "pushed");
    expect(recorded.pushes()).toEqual([{ push: "broken", name: "sessions.subscribe", why: "sessions.subscribe: not now" }]);
  });

  test("who wants no events of others' sessions says so, and does not subscribe to them", async () => {
    const recorded = started({ caps: ["session-scoped-events"] });
    const peer = await gateway.peer();
    expect(await peer.greet({ features: { methods: ["sessions.subscribe", "status"] } })).toMatchObject({
      params: { caps: ["session-scoped-events"] },
    });
    await recorded.phase("open");
    const answer = recorded.link.request("status", {}, 1_000);
    // The first thing asked after the greeting, so nothing was asked before.
    const request = await peer.next();
    expect(request).toMatchObject({ method: "status" });
    peer.answer(request, {});
    await answer;
  });

  test("a gateway that takes no device is met without one", async () => {
    const recorded = started();
    await (await gateway.peer()).refuse({ code: "INVALID_REQUEST", details: { code: "DEVICE_AUTH_INVALID" } });
    const request = await (await gateway.peer()).greet();
    expect(request.params).toMatchObject({ client: { mode: "backend" } });
    expect(request.params).not.toHaveProperty("device");
    expect(await recorded.phase("open")).toMatchObject({ generation: 2 });
  });
});

describe("refusals", () => {
  test("a wrong token: the cause and the next step, no second knock until asked", async () => {
    const timers = manualTimers();
    const recorded = started({ timers });
    await (await gateway.peer()).refuse({ code: "INVALID_REQUEST", details: { code: "AUTH_TOKEN_MISMATCH" } });
    expect(await recorded.phase("refused")).toMatchObject({ refusal: { code: "AUTH_TOKEN_MISMATCH" }, retryAt: null });
    timers.advance(3_600_000);
    expect(gateway.count()).toBe(1);
    recorded.link.retryNow();
    await (await gateway.peer()).greet();
    await recorded.phase("open");
  });

  test("both credentials wrong: the person hears of the one they gave, and that the other failed too", async () => {
    const recorded = started({ credentials: { token: "t", deviceToken: "d" } });
    const error = { code: "INVALID_REQUEST", details: { code: "AUTH_TOKEN_MISMATCH", canRetryWithDeviceToken: true } };
    await (await gateway.peer()).refuse(error);
    await (await gateway.peer()).refuse(error);
    const { refusal } = await recorded.phase("refused");
    expect(refusal.why).toBe("the gateway does not accept this token, nor the device token it once gave gatetop");
    expect(gateway.count()).toBe(2);
  });

  test("r while gatetop is knocking again by itself: one connection, and it is the one that is asked", async () => {
    const timers = manualTimers();
    const recorded = started({ timers });
    await (await gateway.peer()).refuse({ code: "NOT_PAIRED", message: "pairing required", details: { code: "PAIRING_REQUIRED" } });
    await recorded.phase("refused");
    timers.advance(5_000);
    recorded.link.retryNow();
    const peer = await gateway.peer();
    await peer.greet();
    await recorded.phase("open");
    recorded.link.request("health", {}, 1_000).catch(() => {});
    expect((await peer.next()).method).toBe("health");
    expect(gateway.count()).toBe(2);
  });

  test("stopped by whoever heard that it is open: nothing is left to be told later", async () => {
    const timers = manualTimers();
    const recorded = started({ timers, stopWhen: (event) => event.type === "link" && event.link.phase === "open" });
    const peer = await gateway.peer();
    await peer.greet({ features: { methods: ["sessions.subscribe"], events: [] } });
    await recorded.phase("idle");
    await peer.closed;
    expect(timers.count()).toBe(0);
  });

  test("pairing: the command, and the approval is noticed", async () => {
    const timers = manualTimers();
    const recorded = started({ timers });
    const details = { code: "PAIRING_REQUIRED", reason: "not-paired", requestId: "req-1" };
    await (await gateway.peer()).refuse({ code: "NOT_PAIRED", message: "pairing required", details });
    const refused = await recorded.phase("refused");
    expect(refused.refusal.fix).toBe("openclaw devices approve req-1");
    expect(refused.retryAt).not.toBeNull();
    timers.advance(5_000);
    await (await gateway.peer()).greet();
    await recorded.phase("open");
  });

  test("a greeting without the right to read", async () => {
    const recorded = started({ identity: null });
    await (await gateway.peer()).greet({ auth: { scopes: [] } });
    expect(await recorded.phase("refused")).toMatchObject({ refusal: { code: "SCOPE_MISSING" } });
    expect(recorded.link.methods()).toBeNull();
  });

  test("a greeting that names no scopes, from a gateway that then answers nothing", async () => {
    const recorded = started({ identity: null });
    const peer = await gateway.peer();
    await peer.greet({ auth: undefined, features: { methods: ["sessions.subscribe"] } });
    peer.fail(await peer.next(), { code: "INVALID_REQUEST", message: "missing scope: operator.read" });
    expect(await recorded.phase("refused")).toMatchObject({ refusal: { code: "SCOPE_MISSING" } });
  });

  test.each([
    ["without a challenge", (peer: Peer) => peer.event("hello", {})],
    ["with a challenge that cannot be signed", (peer: Peer) => peer.event("connect.challenge", { nonce: 5 })],
    ["with bytes", (peer: Peer) => peer.send(Buffer.from([1, 2, 3]))],
    ["with text", (peer: Peer) => peer.send("220 mail.example.org ESMTP")],
  ])("a WebSocket that begins %s is no gateway", async (_name, begin) => {
    const recorded = started();
    begin(await gateway.peer());
    expect(await recorded.phase("refused")).toMatchObject({ refusal: { code: "NOT_A_GATEWAY" } });
  });

  test("an unreadable greeting", async () => {
    const recorded = started();
    const peer = await gateway.peer();
    peer.answer(await peer.challenge(), { type: "hello-ok" });
    expect(await recorded.phase("refused")).toMatchObject({ refusal: { code: "BAD_HELLO" } });
  });

  test.each([
    ["ws://gateway.example.org", "PUBLIC_PLAINTEXT"],
    ["nonsense", "BAD_URL"],
  ])("%s is not even tried", async (url, code) => {
    const recorded = recordedLink(url);
    recorded.link.start();
    expect(await recorded.phase("refused")).toMatchObject({ refusal: { code }, retryAt: null });
    recorded.link.stop();
  });
});

describe("asking", () => {
  test("an answer, and its round trip", async () => {
    const { recorded, peer } = await opened();
    const asked = recorded.link.request("health", { probe: false }, 5_000);
    const request = await peer.next();
    expect(request).toMatchObject({ method: "health", params: { probe: false } });
    peer.answer(request, { ok: true });
    expect(await asked).toEqual({ ok: true });
    expect(await recorded.event((event) => event.type === "round-trip")).toMatchObject({ ms: expect.any(Number) as number });
  });

  test("round trips are told at most four times a second", async () => {
    const timers = manualTimers();
    const { recorded, peer } = await opened({ timers });
    for (let index = 0; index < 20; index += 1) {
      const asked = recorded.link.request("health", {}, 5_000);
      peer.answer(await peer.next(), index);
      await asked;
      timers.advance(50);
    }
    expect(recorded.events.filter((event) => event.type === "round-trip")).toHaveLength(4);
  });

  test("before the connection is open nothing is sent, and it says so", async () => {
    const recorded = started();
    expect(await failure(recorded.link.request("health", {}, 1_000))).toMatchObject({ code: "NOT_CONNECTED", sent: false });
  });

  test("a connection lost on the way: it was sent", async () => {
    const { recorded, peer } = await opened();
    const asked = failure(recorded.link.request("gateway.restart.request", {}, 5_000));
    await peer.next();
    peer.socket.terminate();
    expect(await asked).toMatchObject({ code: "LINK_CLOSED", sent: true });
  });

  test("25 MB come through whole", async () => {
    const { recorded, peer } = await opened();
    const asked = recorded.link.request("logs.tail", {}, 15_000);
    const request = await peer.next();
    peer.answer(request, { blob: "x".repeat(25 * 1024 * 1024) });
    expect(((await asked) as { blob: string }).blob).toHaveLength(25 * 1024 * 1024);
  });

  test("more than 64 MiB ends the connection with the reason", async () => {
    const { recorded, peer } = await opened();
    peer.send(`"${"x".repeat(64 * 1024 * 1024)}"`);
    expect(await recorded.phase("waiting")).toMatchObject({ code: 1009, why: "a message larger than gatetop accepts" });
  });
});
