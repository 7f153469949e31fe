// What a restart waits for is asked when our own questions are answered, on a socket of its own.
import { afterEach, beforeEach, expect, test } from "vitest";
import { createTappedLink, type TappedLink } from "../../src/cli/tapped-link.ts";
import { scriptedGateway, type Peer, type ScriptedGateway } from "../data/gateway/scripted-gateway.ts";
import { target } from "../support/target.ts";

const PREFLIGHT = "gateway.restart.preflight";
const idle = { safe: true, counts: { totalActive: 0, rootRequests: 0 }, blockers: [] };

let gateway: ScriptedGateway;
let link: TappedLink;
let peer: Peer;
beforeEach(async () => {
  gateway = await scriptedGateway();
  await new Promise<void>((resolve) => {
    const settings = { target: { ...target, url: gateway.url }, credentials: { token: "t" }, identity: null, instanceId: "test" };
    link = createTappedLink({ ...settings, onDeviceToken: () => undefined }, (event) => {
      if (event.type === "link" && event.link.phase === "open") resolve();
    });
    link.start();
    void gateway.peer().then((one) => {
      peer = one;
      return one.greet({ features: { methods: ["sessions.subscribe", PREFLIGHT] } });
    });
  });
});
afterEach(async () => {
  link.stop();
  await gateway.close();
});

test("preflight goes out after the answer to our own subscription", async () => {
  const asked = link.tap.request(PREFLIGHT, {}, 2_000);
  const subscribe = await peer.next();
  expect(subscribe.method).toBe("sessions.subscribe");
  peer.answer(subscribe, { ok: true });
  const preflight = await peer.next();
  expect(preflight.method).toBe(PREFLIGHT);
  peer.answer(preflight, idle);
  expect(await asked).toEqual(idle);
});

test("a question of ours that is not answered is left out of the answer, and holds nobody up for long", async () => {
  const asked = link.tap.request(PREFLIGHT, {}, 2_000);
  expect((await peer.next()).method).toBe("sessions.subscribe");
  peer.answer(await peer.next(), {
    safe: false,
    counts: { totalActive: 1, rootRequests: 1 },
    blockers: [{ kind: "root-request", count: 1, message: "1 active gateway request(s): ws:sessions.subscribe" }],
  });
  expect(await asked).toEqual(idle);
});
