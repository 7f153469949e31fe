// Which rights a connection must be granted to be of any use.
import { afterEach, beforeEach, expect, test } from "vitest";
import { connectParams } from "../../../src/data/gateway/connect-params.ts";
import { deadlines, openConnection } from "../../../src/data/gateway/connection.ts";
import { decodeHello } from "../../../src/data/gateway/decode/hello.ts";
import type { Ending } from "../../../src/data/gateway/ending.ts";
import { systemTimers } from "../../../src/data/gateway/timers.ts";
import { scriptedGateway, type ScriptedGateway } from "./scripted-gateway.ts";

let gateway: ScriptedGateway;
beforeEach(async () => {
  gateway = await scriptedGateway();
});
afterEach(() => gateway.close());

function connect(needs?: string): { readonly over: Promise<Ending | "open">; readonly drop: () => void } {
  let drop = (): void => {};
  const over = new Promise<Ending | "open">((resolve) => {
    const connection = openConnection({
      url: gateway.url,
      tlsFingerprint: null,
      deadlines: deadlines.local,
      silenceMs: null,
      timers: systemTimers,
      ...(needs === undefined ? {} : { needs }),
      connectParams: (challenge) =>
        connectParams({
          manner: "deviceless",
          credentials: { token: "t" },
          identity: null,
          challenge,
          instanceId: "i",
          version: "0",
          scopes: [needs ?? "operator.read"],
        }),
      decodeHello,
      onHello: () => resolve("open"),
      onFrame: () => {},
      onEnd: resolve,
    });
    drop = () => connection.drop(1000, "");
  });
  return { over, drop };
}

const open = "open";
const refused = (...granted: string[]) => ({ ended: "scope", granted });

test.each([
  [undefined, ["operator.read"], open],
  [undefined, ["operator.write"], open],
  [undefined, ["operator.admin"], open],
  [undefined, ["operator.talk"], refused("operator.talk")],
  ["operator.write", ["operator.write"], open],
  ["operator.write", ["operator.admin"], open],
  ["operator.write", ["operator.read"], refused("operator.read")],
  ["operator.admin", ["operator.admin"], open],
  ["operator.admin", ["operator.read", "operator.write"], refused("operator.read", "operator.write")],
  ["operator.admin", [], refused()],
] as const)("asked for %s, granted %j", async (needs, scopes, expected) => {
  const { over, drop } = connect(needs);
  const request = await (await gateway.peer()).greet({ auth: { scopes } });
  expect(request.params).toMatchObject({ scopes: [needs ?? "operator.read"] });
  expect(await over).toEqual(expected);
  drop();
});

test("a release that names no scopes grants what was asked", async () => {
  const { over, drop } = connect("operator.admin");
  await (await gateway.peer()).greet({ auth: {} });
  expect(await over).toBe(open);
  drop();
});
