// The second outlet of the reading link, on the demo's real socket.
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { createTappedLink, type LinkSettings, type TappedLink } from "../../src/cli/tapped-link.ts";
import type { Event } from "../../src/data/events.ts";
import { startDemoGateway, type DemoGateway } from "../../src/demo/gateway.ts";
import { scriptedGateway } from "../data/gateway/scripted-gateway.ts";
import { target } from "../support/target.ts";

let gateway: DemoGateway;
beforeAll(async () => {
  gateway = await startDemoGateway({ scenario: "calm", now: Date.now, startAtMs: 0 });
});
afterAll(() => gateway.close());

const links: TappedLink[] = [];
afterEach(() => {
  for (const { stop } of links.splice(0)) stop();
});

function open(token: string, send: (event: Event) => void, explain?: LinkSettings["explain"]): TappedLink {
  const link = createTappedLink(
    {
      target: { ...target, url: gateway.url },
      credentials: { token },
      identity: null,
      instanceId: "test",
      onDeviceToken: () => undefined,
      ...(explain === undefined ? {} : { explain }),
    },
    send,
  );
  links.push(link);
  return link;
}

const phases = (events: readonly Event[]) => events.flatMap((event) => (event.type === "link" ? [event.link.phase] : []));

test("whoever listens hears each event before the store does, and sees the link's new state", async () => {
  const order: string[] = [];
  const heard: Event[] = [];
  await new Promise<void>((resolve) => {
    const { tap, start } = open(gateway.token, (event) => {
      order.push(`store ${event.type}`);
      if (event.type === "link" && event.link.phase === "open") resolve();
    });
    tap.listen((event) => {
      heard.push(event);
      order.push(`tap ${event.type}`);
      if (event.type === "link") expect(tap.state()).toBe(event.link);
    });
    start();
  });
  expect(phases(heard)).toEqual(["connecting", "open"]);
  expect(order.slice(0, 4)).toEqual(["tap link", "store link", "tap link", "store link"]);
});

test("who has left hears nothing more", async () => {
  const heard: Event[] = [];
  const told = await new Promise<Event[]>((resolve) => {
    const events: Event[] = [];
    const { tap, start, stop } = open(gateway.token, (event) => {
      events.push(event);
      if (event.type === "link" && event.link.phase === "open") stop();
      if (event.type === "link" && event.link.phase === "idle") resolve(events);
    });
    const leave = tap.listen((event) => {
      heard.push(event);
      leave();
    });
    start();
  });
  expect(phases(heard)).toEqual(["connecting"]);
  expect(phases(told)).toEqual(["connecting", "open", "idle"]);
});

test("a refusal is explained to both in the same words", async () => {
  const explained = { code: "X", why: "explained", fix: "do it" };
  const heard: Event[] = [];
  const told = await new Promise<Event>((resolve) => {
    const { tap, start } = open(
      "wrong",
      (event) => {
        if (event.type === "link" && event.link.phase === "refused") resolve(event);
      },
      () => explained,
    );
    tap.listen((event) => heard.push(event));
    start();
  });
  expect(told).toMatchObject({ link: { refusal: explained } });
  expect(heard.at(-1)).toBe(told);
});

test.each<[string, readonly string[] | undefined, readonly string[]]>([
  ["to read, by itself", undefined, ["operator.read"]],
  ["what the config file adds", ["operator.approvals"], ["operator.read", "operator.approvals"]],
])("it asks for the right %s", async (_, scopes, expected) => {
  const scripted = await scriptedGateway();
  try {
    const url = scripted.url;
    const settings = {
      target: { ...target, url },
      credentials: { token: "t" },
      identity: null,
      instanceId: "i",
      onDeviceToken: () => undefined,
    };
    const link = createTappedLink({ ...settings, ...(scopes === undefined ? {} : { scopes }) }, () => undefined);
    links.push(link);
    link.start();
    const peer = await scripted.peer();
    expect((await peer.greet()).params).toMatchObject({ scopes: expected });
    link.stop();
  } finally {
    await scripted.close();
  }
});
