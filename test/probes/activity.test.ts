// Which method the ledger is asked of, by release.
import { expect, test } from "vitest";
import { activityProbe } from "../../src/probes/rpc/activity.ts";
import { RpcFailure, type ProbeContext, type World } from "../../src/probes/probe.ts";
import { captured } from "../support/fixture.ts";

const unknown = (method: string): RpcFailure => new RpcFailure("INVALID_REQUEST", `unknown method: ${method}`, true);

function world(listed: readonly string[], known: readonly string[]): { readonly asked: string[]; readonly world: World } {
  const asked: string[] = [];
  const request: World["request"] = (method) => {
    asked.push(method);
    return known.includes(method) ? Promise.resolve(captured("2026.7.1/audit.list")) : Promise.reject(unknown(method));
  };
  return { asked, world: { methods: () => listed, request } as Partial<World> as World };
}

const context = {} as ProbeContext;
const both = ["audit.activity.list", "audit.list"];

test.each<[string, readonly string[], readonly string[], readonly string[]]>([
  ["2026.8.1 and newer", ["health", ...both], both, ["audit.activity.list"]],
  ["2026.7.1", ["health", "audit.list"], ["audit.list"], ["audit.list"]],
  ["one that lists nothing and has it", [], both, ["audit.activity.list"]],
  ["one that lists nothing and has the older", [], ["audit.list"], both],
])("%s", async (_name, listed, known, expected) => {
  const { asked, world: seen } = world(listed, known);
  const page = await activityProbe.read(seen, context);
  expect(asked).toEqual(expected);
  expect(page).toMatchObject({ method: expected.at(-1) });
  expect(page.rows).toHaveLength(3);
});

test.each<[string, readonly string[], readonly string[]]>([
  ["2026.5.7", ["health"], []],
  ["2026.2.26, which lists nothing", [], both],
])("%s keeps none, and is not taken to have failed", async (_name, listed, expected) => {
  const { asked, world: seen } = world(listed, []);
  await expect(activityProbe.read(seen, context)).rejects.toThrow("this release keeps no audit ledger");
  expect(asked).toEqual(expected);
});

test("a failure stays a failure", async () => {
  const { world: seen } = world(both, []);
  const failing: World = {
    ...seen,
    request: () => Promise.reject(new RpcFailure("TIMEOUT", "no answer within 8 s", true)),
  };
  await expect(activityProbe.read(failing, context)).rejects.toThrow("no answer within 8 s");
});
