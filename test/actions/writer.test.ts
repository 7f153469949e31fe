// The second connection of an action, against a server that does what the test says.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createOpenWriter, type OpenWriterOptions } from "../../src/actions/writer/open-writer.ts";
import { IDLE_MS } from "../../src/actions/writer/session.ts";
import { nextWay, type Tried } from "../../src/actions/writer/manner.ts";
import type { Ending } from "../../src/data/gateway/ending.ts";
import { wireError } from "../../src/data/gateway/frames.ts";
import { createIdentity } from "../../src/data/gateway/identity.ts";
import type { Means } from "../../src/data/gateway/manner.ts";
import { RpcFailure } from "../../src/data/gateway/rpc-failure.ts";
import type { Writer, WriterOpened } from "../../src/data/action/ports.ts";
import { manualTimers } from "../data/gateway/manual-timers.ts";
import { scriptedGateway, type Peer, type ScriptedGateway } from "../data/gateway/scripted-gateway.ts";

const identity = createIdentity();
const error = (code: string, over: object = {}): Ending => ({
  ended: "error",
  error: wireError({ code: "INVALID_REQUEST", details: { code, ...over } }),
});

describe("which way first", () => {
  const here: Means = { shared: true, deviceToken: true, identity: true, local: true };
  const away: Means = { ...here, local: false };
  const nothing: Ending = { ended: "scope", granted: [] };
  const tried = (...list: readonly (readonly [Tried["manner"], Ending])[]): readonly Tried[] =>
    list.map(([manner, ending]) => ({ manner, ending }));

  test.each([
    ["on its host, without a trace", here, [], "deviceless"],
    ["on its host, no authentication", { ...here, shared: false, deviceToken: false }, [], "deviceless"],
    ["on its host, only the device token it gave", { ...here, shared: false }, [], "device-token"],
    ["no key could be kept", { ...away, identity: false }, [], "deviceless"],
    ["elsewhere with the shared token", away, [], "device-shared"],
    ["elsewhere with the device token only", { ...away, shared: false }, [], "device-token"],
    ["elsewhere with nothing", { ...away, shared: false, deviceToken: false }, [], "device-only"],
    ["a gateway that grants nothing without a device", here, tried(["deviceless", nothing]), "device-shared"],
    ["a gateway that wants a device", here, tried(["deviceless", error("DEVICE_IDENTITY_REQUIRED")]), "device-shared"],
    ["a wrong token, and the one the gateway gave", here, tried(["deviceless", error("AUTH_TOKEN_MISMATCH")]), "device-token"],
    ["a wrong token and no other", { ...here, deviceToken: false }, tried(["deviceless", error("AUTH_TOKEN_MISMATCH")]), null],
    ["both wrong", here, tried(["deviceless", error("AUTH_TOKEN_MISMATCH")], ["device-token", error("AUTH_SCOPE_MISMATCH")]), null],
    ["pairing is for a person to decide", away, tried(["device-shared", error("PAIRING_REQUIRED")]), null],
    ["a gateway that is not there", here, tried(["deviceless", { ended: "socket", code: "ECONNREFUSED", message: "" }]), null],
    ["a gateway that drains", here, tried(["deviceless", { ended: "http", status: 503, body: "admission closed" }]), null],
    ["a gateway that starts", here, tried(["deviceless", { ended: "error", error: wireError({ code: "UNAVAILABLE" }) }]), null],
  ] as const)("%s", (_name, means, before, way) => {
    expect(nextWay(means, before as readonly Tried[])).toBe(way);
  });
});

describe("opening", () => {
  let gateway: ScriptedGateway;
  const writers: Writer[] = [];
  const kept: string[] = [];
  beforeEach(async () => {
    gateway = await scriptedGateway();
  });
  afterEach(async () => {
    for (const writer of writers.splice(0)) writer.close();
    kept.length = 0;
    await gateway.close();
  });

  const opening = (over: Partial<OpenWriterOptions> = {}, timeoutMs = 5_000): Promise<WriterOpened> =>
    createOpenWriter({
      target: { url: gateway.url, tlsFingerprint: null },
      credentials: () => ({ token: "shared-secret" }),
      identity,
      instanceId: "instance-1",
      version: "0.1.0",
      keepDeviceToken: (token) => void kept.push(token),
      ...over,
    })("operator.admin", timeoutMs).then((opened) => {
      if (opened.ok) writers.push(opened.writer);
      return opened;
    });
  const admin = { auth: { scopes: ["operator.admin"] } };
  const opened = async (hello: object = admin, over: Partial<OpenWriterOptions> = {}): Promise<{ writer: Writer; peer: Peer }> => {
    const result = opening(over);
    const peer = await gateway.peer();
    await peer.greet(hello as Record<string, unknown>);
    const settled = await result;
    if (!settled.ok) throw new Error(settled.why);
    return { writer: settled.writer, peer };
  };
  const failure = (promise: Promise<unknown>): Promise<RpcFailure> =>
    promise.then(
      () => Promise.reject(new Error("it was answered")),
      (caught: unknown) => caught as RpcFailure,
    );

  test("on this host: one connection without a device, asking for one right and no other", async () => {
    const result = opening();
    const peer = await gateway.peer();
    const request = await peer.greet({ ...admin, features: { methods: ["gateway.restart.request"], capabilities: ["c"] } });
    expect(request.params).toMatchObject({ scopes: ["operator.admin"], client: { mode: "backend" }, auth: { token: "shared-secret" } });
    expect(request.params).not.toHaveProperty("device");
    expect(await result).toMatchObject({
      ok: true,
      writer: { manner: "deviceless", granted: ["operator.admin"], methods: ["gateway.restart.request"], capabilities: ["c"] },
    });
    expect(kept).toEqual([]);
  });

  test.each([
    ["says so", { auth: { scopes: [] } }],
    ["names no scopes at all", { auth: {}, server: { version: "2026.3.23" } }],
  ])("a gateway that grants nothing without a device and %s: the device, and its new token is kept", async (_name, hello) => {
    const result = opening({ credentials: () => ({ token: "shared-secret", deviceToken: "old-device-secret" }) });
    const first = await gateway.peer();
    await first.greet(hello);
    await first.closed;
    const second = await gateway.peer();
    const request = await second.greet({ auth: { scopes: ["operator.admin"], deviceToken: "new-device-secret" } });
    expect(request.params).toMatchObject({ scopes: ["operator.admin"], client: { mode: "ui" }, device: { id: identity.deviceId } });
    expect(await result).toMatchObject({ ok: true, writer: { manner: "device" } });
    expect(kept).toEqual(["new-device-secret"]);
  });

  test("2026.2.26 names no scopes and grants what was asked", async () => {
    expect((await opened({ auth: undefined, server: { version: "dev" } })).writer.manner).toBe("deviceless");
    expect(gateway.count()).toBe(1);
  });

  test("a device token that is as it was is not kept again", async () => {
    const credentials = () => ({ deviceToken: "device-secret" });
    await opened({ auth: { scopes: ["operator.admin"], deviceToken: "device-secret" } }, { credentials });
    expect(kept).toEqual([]);
  });

  const refusing = async (...errors: readonly object[]): Promise<void> => {
    for (const [index, given] of errors.entries()) {
      await (await gateway.peer()).refuse(given);
      expect(gateway.count()).toBe(index + 1);
    }
  };
  const refusedWith = (details: object, code = "INVALID_REQUEST"): object => ({ code, message: "no", details });

  test("pairing needed: the exact command with the request's id, and gatetop does not knock again", async () => {
    const timers = manualTimers();
    const result = opening({ timers });
    await refusing(
      refusedWith({ code: "DEVICE_IDENTITY_REQUIRED" }, "NOT_PAIRED"),
      refusedWith({ code: "PAIRING_REQUIRED", reason: "scope-upgrade", requestId: "req-1" }, "NOT_PAIRED"),
    );
    expect(await result).toEqual({
      ok: false,
      code: "PAIRING_REQUIRED",
      why: "the device was approved for less than restarting the gateway or its channels (operator.admin); it must be approved on the gateway's host",
      fix: "openclaw devices approve req-1, then ask for it again",
      exit: 77,
    });
    timers.advance(60_000);
    expect(gateway.count()).toBe(2);
    expect(timers.count()).toBe(0);
  });

  test("a wrong token is what the person hears of, also when the device's own was tried after it", async () => {
    const result = opening({ credentials: () => ({ token: "t", deviceToken: "d" }) });
    await refusing(refusedWith({ code: "AUTH_TOKEN_MISMATCH" }), refusedWith({ code: "AUTH_SCOPE_MISMATCH" }));
    expect(await result).toMatchObject({ code: "AUTH_TOKEN_MISMATCH", why: "the gateway does not accept this token", exit: 77 });
  });

  test("a device token given for reading only", async () => {
    const result = opening({ credentials: () => ({ deviceToken: "d" }) });
    await refusing(refusedWith({ code: "AUTH_SCOPE_MISMATCH" }));
    expect(await result).toMatchObject({ exit: 77, why: expect.stringMatching(/other rights than restarting the gateway/u) as string });
  });

  test("granted less than asked, and no device to ask with", async () => {
    const result = opening({ identity: null });
    await (await gateway.peer()).greet({ auth: { scopes: ["operator.read"] } });
    expect(await result).toMatchObject({ code: "SCOPE_MISSING", why: "the gateway granted operator.read, not operator.admin", exit: 77 });
  });

  test("a draining gateway lets nobody in: HTTP 503, told as draining", async () => {
    gateway.server.removeAllListeners("upgrade");
    gateway.server.on("upgrade", (_request, socket) => {
      const body = "Gateway websocket admission closed";
      socket.end(`HTTP/1.1 503 Service Unavailable\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`);
    });
    expect(await opening()).toMatchObject({ ok: false, code: "draining", why: expect.stringMatching(/draining/u) as string, exit: 69 });
  });

  test.each([
    ["gateway-restarting", "the gateway is restarting"],
    ["startup-sidecars", "the gateway is starting up"],
  ])("UNAVAILABLE for %s: said as such, with when to ask again", async (reason, why) => {
    const result = opening();
    await refusing({ code: "UNAVAILABLE", message: "not now", retryable: true, retryAfterMs: 500, details: { reason } });
    expect(await result).toMatchObject({ code: reason, why, fix: expect.stringMatching(/\w/u) as string, exit: 69 });
  });

  test("nobody listens", async () => {
    await gateway.close();
    expect(await opening()).toMatchObject({ ok: false, code: "ECONNREFUSED", exit: 69 });
  });

  test("a public address is not even dialled in plain text", async () => {
    const target = { url: "ws://gateway.example.org", tlsFingerprint: null };
    expect(await opening({ target })).toMatchObject({ ok: false, code: "PUBLIC_PLAINTEXT", exit: 77 });
  });

  test("a gateway that accepts and says nothing is given up at the deadline, all introductions together", async () => {
    const timers = manualTimers();
    const result = opening({ timers }, 2_000);
    const peer = await gateway.peer();
    await peer.challenge();
    timers.advance(2_000);
    expect(await result).toMatchObject({ ok: false, code: "SILENT", exit: 69 });
    await peer.closed;
    expect(timers.count()).toBe(0);
  });

  test("an answer, and one that is refused with what the gateway says besides", async () => {
    const { writer, peer } = await opened();
    const asked = writer.request("health", { a: 1 }, 5_000);
    const request = await peer.next();
    expect(request).toMatchObject({ method: "health", params: { a: 1 } });
    peer.answer(request, { ok: true });
    expect(await asked).toEqual({ ok: true });
    const refused = failure(writer.request("health", {}, 5_000));
    peer.fail(await peer.next(), { code: "UNAVAILABLE", message: "m", details: { reason: "gateway-restarting" } });
    expect(await refused).toMatchObject({ code: "UNAVAILABLE", sent: true, details: { reason: "gateway-restarting" } });
  });

  test("a connection lost on the way: it was sent; afterwards nothing is", async () => {
    const { writer, peer } = await opened();
    const asked = failure(writer.request("gateway.restart.request", {}, 5_000));
    await peer.next();
    peer.socket.terminate();
    expect(await asked).toMatchObject({ code: "LINK_CLOSED", sent: true });
    expect(await failure(writer.request("health", {}, 1_000))).toMatchObject({ code: "NOT_CONNECTED", sent: false });
  });

  test("closed: the right is gone, no timer is left, and a second close is nothing", async () => {
    const timers = manualTimers();
    const { writer, peer } = await opened(admin, { timers });
    const asked = failure(writer.request("health", {}, 60_000));
    writer.close();
    writer.close();
    expect(await asked).toMatchObject({ code: "LINK_CLOSED" });
    expect(await peer.closed).toBe(1000);
    expect(timers.count()).toBe(0);
  });

  test("a right nobody uses for 15 s is given back; one that is waited for is not", async () => {
    const timers = manualTimers();
    const { writer, peer } = await opened(admin, { timers });
    const asked = writer.request("channels.stop", {}, 25_000);
    const request = await peer.next();
    timers.advance(IDLE_MS + 1);
    peer.answer(request, { stopped: true });
    expect(await asked).toEqual({ stopped: true });
    timers.advance(IDLE_MS - 1);
    expect(peer.socket.readyState).toBe(peer.socket.OPEN);
    timers.advance(1);
    await peer.closed;
    expect(await failure(writer.request("health", {}, 1_000))).toMatchObject({ code: "NOT_CONNECTED", sent: false });
  });
});
