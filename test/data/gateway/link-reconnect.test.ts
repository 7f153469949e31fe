import { once } from "node:events";
import { createServer as createHttp } from "node:http";
import { createServer as createTcp, type AddressInfo, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { manualTimers } from "./manual-timers.ts";
import { recordedLink, type RecordedLink } from "./recorded-link.ts";
import { scriptedGateway, type Peer, type ScriptedGateway } from "./scripted-gateway.ts";

let gateway: ScriptedGateway;
const cleanups: (() => unknown)[] = [];

function started(url: string, over: Parameters<typeof recordedLink>[1] = {}): RecordedLink {
  const recorded = recordedLink(url, over);
  cleanups.unshift(recorded.link.stop);
  recorded.link.start();
  return recorded;
}
/** Open, and since long enough to count as a success. */
async function opened(over: Parameters<typeof recordedLink>[1] = {}): Promise<{ recorded: RecordedLink; peer: Peer }> {
  const clock = { now: 1_795_000_000_000 };
  const recorded = started(gateway.url, { now: () => clock.now, ...over });
  const peer = await gateway.peer();
  await peer.greet();
  await recorded.phase("open");
  clock.now += 60_000;
  return { recorded, peer };
}
async function listening(server: Server, port = 0): Promise<{ url: string }> {
  const sockets: Socket[] = [];
  server.on("connection", (socket) => sockets.push(socket));
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
const phases = (recorded: RecordedLink): string[] => recorded.events.flatMap((each) => (each.type === "link" ? [each.link.phase] : []));

beforeEach(async () => {
  gateway = await scriptedGateway();
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) cleanup();
  await gateway.close();
});

describe("losing the connection", () => {
  test("is told at once; the first retry is immediate and a new generation", async () => {
    const { recorded, peer } = await opened();
    peer.socket.terminate();
    const waiting = await recorded.phase("waiting");
    expect(waiting).toMatchObject({ attempt: 0, code: 1006, announced: null });
    expect(waiting.retryAt).toBe(waiting.since);
    await (await gateway.peer()).greet();
    expect(await recorded.phase("open")).toMatchObject({ generation: 2 });
  });

  test("while nothing listens: steady waiting, no flicker, on this host never more than 0.4 s between knocks", async () => {
    const { recorded } = await opened();
    await gateway.close();
    const seen = [await recorded.phase("waiting")];
    while ((seen.at(-1)?.attempt ?? 0) < 4) seen.push(await recorded.phase("waiting"));
    expect(seen.slice(1).map(({ why }) => why)).toEqual(Array(4).fill(`connection refused: nothing listens on 127.0.0.1:${gateway.port}`));
    expect(new Set(seen.map(({ since }) => since)).size).toBe(1);
    expect(seen.every(({ code }) => code === 1006)).toBe(true);
    expect(phases(recorded)).toEqual(["connecting", "open", ...Array<string>(5).fill("waiting")]);
    recorded.link.stop();
  });

  test("a gateway that accepts and breaks off at once is not hammered", async () => {
    const recorded = started(gateway.url, { now: () => 1_000 });
    const attempts: number[] = [];
    for (let time = 0; time < 3; time += 1) {
      const peer = await gateway.peer();
      await peer.greet();
      await recorded.phase("open");
      peer.socket.terminate();
      attempts.push((await recorded.phase("waiting")).attempt);
    }
    expect(attempts).toEqual([1, 2, 3]);
  });

  test("an announced restart: told without delay, awaited impatiently, and forgotten once back", async () => {
    const { recorded, peer } = await opened({ batchMs: 60_000 });
    peer.event("shutdown", { reason: "gateway restarting", restartExpectedMs: 1_500 }, 1);
    await recorded.event((event) => event.type === "pushed" && event.pushes.some(({ push }) => push === "shutdown"));
    peer.socket.close(1012, "service restart");
    const announced = { kind: "restart", expectedMs: 1_500, reason: "gateway restarting" };
    expect(await recorded.phase("waiting")).toMatchObject({ code: 1012, announced, why: "the gateway announced: gateway restarting" });
    await gateway.close();
    for (let attempt = 0; attempt < 3; attempt += 1) expect(await recorded.phase("waiting")).toMatchObject({ announced });
    gateway = await scriptedGateway({ port: gateway.port });
    const second = await gateway.peer();
    await second.refuse(
      { code: "UNAVAILABLE", message: "starting", retryable: true, retryAfterMs: 500, details: { reason: "startup-sidecars" } },
      1013,
    );
    let waiting = await recorded.phase("waiting");
    while (waiting.why !== "the gateway is starting up") waiting = await recorded.phase("waiting");
    const third = await gateway.peer();
    await third.greet();
    await recorded.phase("open");
    third.socket.terminate();
    expect(await recorded.phase("waiting")).toMatchObject({ announced: null });
  });

  test("an announced stop is over when the gateway is back, though it refuses", async () => {
    const { recorded, peer } = await opened();
    peer.event("shutdown", { reason: "gateway stopping" }, 1);
    await recorded.event((event) => event.type === "pushed");
    peer.socket.close(1012, "service restart");
    await (await gateway.peer()).refuse({ code: "INVALID_REQUEST", message: "no", details: { code: "AUTH_TOKEN_MISMATCH" } });
    await recorded.phase("refused");
    recorded.link.retryNow();
    (await gateway.peer()).socket.terminate();
    expect(await recorded.phase("waiting")).toMatchObject({ announced: null });
  });

  test("an announced stop says so", async () => {
    const { recorded, peer } = await opened();
    peer.event("shutdown", { reason: "gateway stopping" });
    peer.socket.close(1012, "service restart");
    expect(await recorded.phase("waiting")).toMatchObject({ announced: { kind: "stop" }, why: "the gateway announced: gateway stopping" });
  });

  test("r knocks at once", async () => {
    const timers = manualTimers();
    const { recorded, peer } = await opened({ timers });
    peer.socket.terminate();
    await recorded.phase("waiting");
    recorded.link.retryNow();
    await recorded.phase("connecting");
    await (await gateway.peer()).greet();
    await recorded.phase("open");
  });
});

describe("what is pushed", () => {
  test("arrives in batches, in order, unknown events by name", async () => {
    const { recorded, peer } = await opened({ batchMs: 5 });
    for (let seq = 1; seq <= 2_000; seq += 1) peer.event(`event-${seq}`, { text: "x" }, seq);
    while (recorded.pushes().length < 2_000) await recorded.event((event) => event.type === "pushed");
    expect(recorded.pushes().map((push) => (push.push === "other" ? push.name : push.push))).toEqual(
      Array.from({ length: 2_000 }, (_none, index) => `event-${index + 1}`),
    );
    expect(recorded.events.filter((event) => event.type === "pushed").length).toBeLessThan(500);
    expect(recorded.events.filter((event) => event.type === "gap")).toEqual([]);
  });

  test("a hole in the numbers is told; a new connection begins a new count", async () => {
    const { recorded, peer } = await opened();
    for (const seq of [1, 2, 5]) peer.event("tick", { ts: 1 }, seq);
    expect(await recorded.event((event) => event.type === "gap")).toMatchObject({ from: 3, to: 4 });
    peer.socket.terminate();
    const second = await gateway.peer();
    await second.greet();
    for (const seq of [9, 10]) second.event("late", {}, seq);
    await recorded.event((event) => event.type === "pushed" && event.pushes.some((push) => push.push === "other"));
    expect(recorded.events.filter((event) => event.type === "gap")).toHaveLength(1);
  });

  test.each([
    ["bytes", Buffer.from([0, 1, 2]), "a binary frame; the protocol is text"],
    ["broken JSON", '{"type":"event",', "not JSON (16 characters)"],
    ["another shape", "[1,2,3]", "not a JSON object"],
  ])("%s in between is named, and costs nothing else", async (_name, frame, why) => {
    const { recorded, peer } = await opened();
    peer.send(frame);
    const asked = recorded.link.request("health", {}, 5_000);
    peer.answer(await peer.next(), "fine");
    expect(await asked).toBe("fine");
    await recorded.event((event) => event.type === "pushed");
    expect(recorded.pushes()).toEqual([{ push: "broken", name: "frame", why }]);
  });

  test("bytes that are not UTF-8 inside a text are drawn as unknown characters, the connection stays", async () => {
    const { recorded, peer } = await opened();
    const frame = Buffer.concat([Buffer.from('{"type":"event","event":"a'), Buffer.from([0xff]), Buffer.from('b"}')]);
    peer.socket.send(frame, { binary: false });
    await recorded.event((event) => event.type === "pushed");
    expect(recorded.pushes()).toEqual([{ push: "other", name: "a\ufffdb" }]);
  });

  test("frames of a connection that was given up do nothing, not even those already read", async () => {
    let armed = true;
    const { recorded, peer } = await opened({ stopWhen: (event) => armed && event.type === "pushed" });
    peer.event("shutdown", { reason: "gateway stopping" }, 1);
    for (let seq = 2; seq <= 500; seq += 1) peer.event("old", {}, seq);
    await recorded.phase("idle");
    await peer.closed;
    armed = false;
    recorded.link.start();
    const second = await gateway.peer();
    await second.greet();
    second.event("new", {}, 1);
    await recorded.event((event) => event.type === "pushed");
    expect(recorded.pushes().slice(1)).toEqual([{ push: "other", name: "new" }]);
    expect(recorded.events.filter((event) => event.type === "gap")).toEqual([]);
  });
});

describe("silence", () => {
  test("an open connection that says nothing for twice the tick interval is given up with 4000", async () => {
    const timers = manualTimers();
    const { recorded, peer } = await opened({ timers });
    peer.socket.pause();
    timers.advance(59_000);
    expect(phases(recorded).at(-1)).toBe("open");
    timers.advance(15_000);
    expect(await recorded.phase("waiting")).toMatchObject({ code: 4000, why: `127.0.0.1:${gateway.port} has said nothing for 60 s` });
  });

  test("TCP accepts, nobody answers: 6 s", async () => {
    const timers = manualTimers();
    const server = createTcp();
    const accepted = once(server, "connection");
    const recorded = started((await listening(server)).url, { timers });
    await accepted;
    timers.advance(6_000);
    expect(await recorded.phase("waiting")).toMatchObject({ why: expect.stringMatching(/does not answer for 6 s/u) as string });
  });

  test("the same while an announced restart is awaited: 3 s, then the next knock", async () => {
    const timers = manualTimers();
    const { recorded, peer } = await opened({ timers });
    peer.event("shutdown", { reason: "gateway restarting", restartExpectedMs: 1_500 });
    peer.socket.close(1012);
    await recorded.phase("waiting");
    const { port } = gateway;
    await gateway.close();
    const silent = createTcp();
    const accepted = once(silent, "connection");
    await listening(silent, port);
    timers.advance(250);
    await accepted;
    timers.advance(3_000);
    expect(await recorded.phase("connecting")).toMatchObject({ attempt: 0 });
    expect(await recorded.phase("waiting")).toMatchObject({ why: expect.stringMatching(/does not answer for 3 s/u) as string });
  });

  test.each([
    ["no challenge", 5_000, async () => {}, /says nothing for 5 s/u],
    ["no answer to connect", 15_000, (peer: Peer) => peer.challenge(), /does not answer the connect request for 15 s/u],
  ])("%s", async (_name, ms, act, why) => {
    const timers = manualTimers();
    const recorded = started(gateway.url, { timers });
    const peer = await gateway.peer();
    // The deadline of the next stage only runs once its beginning was seen on our side.
    const staged = timers.changed();
    await act(peer);
    await staged;
    timers.advance(ms);
    expect(await recorded.phase("waiting")).toMatchObject({ why: expect.stringMatching(why) as string });
  });
});

describe("who answers instead", () => {
  test.each([
    ["HTTP/1.1 503 Service Unavailable", "Gateway websocket admission closed", "waiting", /draining/u],
    ["HTTP/1.1 502 Bad Gateway", "", "waiting", /HTTP 502/u],
    ["HTTP/1.1 401 Unauthorized", "", "refused", /own login/u],
    ["HTTP/1.1 404 Not Found", "", "refused", /something else than a gateway/u],
    ["HTTP/1.1 302 Found", "", "refused", /redirects/u],
  ] as const)("%s %s", async (status, body, phase, why) => {
    const server = createHttp();
    server.on("upgrade", (_request, socket) =>
      socket.end(`${status}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`),
    );
    const recorded = started((await listening(server)).url);
    const state = await recorded.phase(phase);
    expect(state.phase === "waiting" ? state.why : state.refusal.why).toMatch(why);
  });

  test("a web server without any notion of WebSockets", async () => {
    const server = createHttp((_request, response) => response.end("<html>"));
    expect(await started((await listening(server)).url).phase("refused")).toMatchObject({ refusal: { code: "HTTP_200" } });
  });

  test("something that is not HTTP", async () => {
    const server = createTcp((socket) => socket.end("SSH-2.0-OpenSSH_9.2\r\n"));
    expect(await started((await listening(server)).url).phase("refused")).toMatchObject({ refusal: { code: "NOT_A_WEBSOCKET" } });
  });
});

describe("stopping", () => {
  test("leaves no timer and no socket, and says goodbye", async () => {
    const timers = manualTimers();
    const { recorded, peer } = await opened({ timers });
    const asked = recorded.link.request("health", {}, 5_000).catch((error: unknown) => error);
    recorded.link.stop();
    expect(timers.count()).toBe(0);
    expect(await peer.closed).toBe(1000);
    expect(await asked).toMatchObject({ code: "LINK_CLOSED", sent: true });
    expect(phases(recorded).at(-1)).toBe("idle");
    expect(recorded.link.methods()).toBeNull();
  });

  test("in the middle of the handshake", async () => {
    const timers = manualTimers();
    const recorded = started(gateway.url, { timers });
    const peer = await gateway.peer();
    await peer.challenge();
    recorded.link.stop();
    expect(timers.count()).toBe(0);
    await peer.closed;
  });

  test("what was pushed before is still delivered", async () => {
    const { recorded, peer } = await opened({ batchMs: 60_000 });
    peer.event("last-words", {}, 1);
    const asked = recorded.link.request("health", {}, 5_000);
    peer.answer(await peer.next(), "after it");
    await asked;
    recorded.link.stop();
    expect(recorded.pushes()).toEqual([{ push: "other", name: "last-words" }]);
  });

  test.each(["connecting", "open", "waiting"] as const)("also from whoever hears that it is %s", async (phase) => {
    const timers = manualTimers();
    const recorded = recordedLink(gateway.url, {
      timers,
      stopWhen: (event) => event.type === "link" && event.link.phase === phase,
    });
    recorded.link.start();
    if (phase !== "connecting") {
      const peer = await gateway.peer();
      await peer.greet();
      if (phase === "waiting") peer.socket.terminate();
    }
    await recorded.phase("idle");
    expect(timers.count()).toBe(0);
    expect(phases(recorded).at(-1)).toBe("idle");
  });
});
