// The guard's link against a server that does what it is told, over a real connection; only its long waits are played.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { watchLink } from "../../../src/cli/guard/watching-link.ts";
import { createTappedLink, type TappedLink } from "../../../src/cli/tapped-link.ts";
import { createIdentity } from "../../../src/data/gateway/identity.ts";
import type { Event } from "../../../src/data/events.ts";
import { OWN_SESSIONS } from "../../../src/data/gateway/link-options.ts";
import type { LinkRung } from "../../../src/probes/guard/eyes.ts";
import { manualTimers, type ManualTimers } from "../../data/gateway/manual-timers.ts";
import { scriptedGateway, type Peer, type ScriptedGateway } from "../../data/gateway/scripted-gateway.ts";
import { target } from "../../support/target.ts";

let gateway: ScriptedGateway;
let link: TappedLink;
let rung: LinkRung;
let timers: ManualTimers;
let said: string[];
let aheadMs: number;
let events: Event[];
let wake: () => void;

beforeEach(async () => {
  gateway = await scriptedGateway();
  timers = manualTimers();
  said = [];
  events = [];
  wake = () => undefined;
  aheadMs = 0;
  const settings = {
    target: { ...target, url: gateway.url, port: gateway.port },
    credentials: { token: "secret-token" },
    identity: createIdentity(),
    instanceId: "instance-1",
    onDeviceToken: () => undefined,
    caps: [OWN_SESSIONS],
  };
  link = createTappedLink(settings, (event) => {
    events.push(event);
    wake();
  });
  const say = (sentence: string): void => void said.push(sentence);
  rung = watchLink({ link, timers, now: () => Date.now() + aheadMs, say });
});
afterEach(async () => {
  rung.close();
  await gateway.close();
});

/** What came after the last one that was waited for. */
async function event(fits: (event: Event) => boolean): Promise<void> {
  for (;;) {
    const at = events.findIndex(fits);
    if (at >= 0) return void events.splice(0, at + 1);
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}
const phase = (wanted: string): Promise<void> => event((each) => each.type === "link" && each.link.phase === wanted);
const pushed = (): Promise<void> => event((each) => each.type === "pushed");

async function opened(hello: Record<string, unknown> = {}): Promise<Peer> {
  const peer = await gateway.peer();
  await peer.greet(hello);
  await phase("open");
  return peer;
}

describe("the question", () => {
  test.each([
    [["status", "last-heartbeat", "diagnostics.lanes"], "diagnostics.lanes"],
    [["status", "system-presence", "last-heartbeat"], "last-heartbeat"],
    [[], "status"],
  ])("of a release with %j is %s", async (methods, expected) => {
    const peer = await opened({ features: { methods } });
    const looked = rung.look("now");
    const request = await peer.next();
    expect(request.method).toBe(expected);
    peer.answer(request, {});
    expect(await looked).toMatchObject({ phase: "open", rpcMs: expect.any(Number) as number, rpcFailed: false });
  });

  test("is asked every half a minute in calm looks, and never when nobody wants to know", async () => {
    const peer = await opened();
    const first = rung.look("when-due");
    peer.answer(await peer.next(), {});
    await first;
    timers.advance(29_000);
    expect(await rung.look("when-due")).toEqual({ phase: "open", rpcMs: null, rpcFailed: false });
    timers.advance(2_000);
    expect(await rung.look("not")).toMatchObject({ rpcMs: null });
    const again = rung.look("when-due");
    peer.answer(await peer.next(), {});
    expect((await again).rpcMs).not.toBeNull();
  });

  test("refused is an answer", async () => {
    const peer = await opened();
    const looked = rung.look("now");
    peer.fail(await peer.next(), { code: "UNAVAILABLE", message: "gateway restarting" });
    expect(await looked).toMatchObject({ rpcMs: expect.any(Number) as number, rpcFailed: false });
  });

  test("unanswered twice is a failure; the connection that ends is none", async () => {
    const peer = await opened();
    const impatient = watchLink({ link: { ...link, start: () => undefined }, timers, now: Date.now, say: () => undefined, rpcMs: 20 });
    expect(await impatient.look("now")).toEqual({ phase: "open", rpcMs: null, rpcFailed: false });
    expect(await impatient.look("now")).toEqual({ phase: "open", rpcMs: null, rpcFailed: true });
    const looked = rung.look("now");
    peer.socket.terminate();
    expect(await looked).toEqual({ phase: "closed", rpcMs: null, rpcFailed: false });
  });
});

describe("what was announced", () => {
  test.each([
    ["a restart", { reason: "gateway restarting", restartExpectedMs: 1_500 }, "restart"],
    ["a stop", { reason: "gateway stopping" }, "stop"],
  ])("%s holds until the gateway says hello again", async (_, payload, of) => {
    const peer = await opened();
    peer.event("shutdown", payload);
    await pushed();
    expect(rung.announced()).toMatchObject({ of });
    peer.socket.close(1012, "service restart");
    await phase("waiting");
    expect(rung.announced()).toMatchObject({ of });
    await opened();
    expect(rung.announced()).toBeNull();
  });

  test("a suspension holds until it is taken back, also one that was there before", async () => {
    const peer = await opened({ snapshot: { suspension: { phase: "prepared" } } });
    expect(rung.announced()).toMatchObject({ of: "suspension" });
    peer.event("gateway.suspension", { phase: "accepting" });
    await pushed();
    expect(rung.announced()).toBeNull();
    peer.event("gateway.suspension", { phase: "preparing" });
    await pushed();
    expect(rung.announced()).toMatchObject({ of: "suspension" });
  });

  test.each([
    ["restart", { reason: "gateway restarting", restartExpectedMs: 1_500 }, 61_000],
    ["stop", { reason: "gateway stopping" }, null],
  ])("a %s nothing came of ends by itself, a stop does not", async (_, payload, endsMs) => {
    const peer = await opened();
    peer.event("shutdown", payload);
    await pushed();
    aheadMs = endsMs ?? 86_400_000;
    expect(rung.announced() === null).toBe(endsMs !== null);
  });
});

describe("a link that is refused", () => {
  const wrong = { code: "INVALID_REQUEST", details: { code: "AUTH_TOKEN_MISMATCH" } };

  test("is told once, and tried again after a while", async () => {
    await (await gateway.peer()).refuse(wrong);
    await phase("refused");
    expect(await rung.look("now")).toEqual({ phase: "refused", rpcMs: null, rpcFailed: false });
    expect(said).toEqual([expect.stringMatching(/^the gateway is watched without its link: /u)]);
    timers.advance(299_000);
    expect(gateway.count()).toBe(1);
    timers.advance(2_000);
    await (await gateway.peer()).refuse(wrong);
    await phase("refused");
    expect(said).toHaveLength(1);
    timers.advance(301_000);
    expect(gateway.count()).toBe(2);
    timers.advance(300_000);
    await opened();
    expect((await rung.look("not")).phase).toBe("open");
  });
});
