// How usage and quotas are asked for: of every release, and only while somebody looks.
import { expect, test } from "vitest";
import type { Usage } from "../../src/data/model/usage.ts";
import { isAskedOnce, isLookedAt } from "../../src/data/visible.ts";
import { act } from "../../src/data/view.ts";
import { attempt } from "../../src/probes/attempt.ts";
import { probes } from "../../src/probes/index.ts";
import { RpcFailure, type World } from "../../src/probes/probe.ts";
import { link, openLink, scene, START } from "../support/scene.ts";
import "../support/late.ts";
import { target } from "../support/target.ts";

const never = new Promise<never>(() => undefined);
const week = { range: "7d", limit: 100, mode: "gateway", agentScope: "all" };
const refusal = (message: string) => new RpcFailure("INVALID_REQUEST", message, true);

function asking(answer: (params: unknown) => unknown) {
  const asked: unknown[] = [];
  const world = {
    now: () => START,
    methods: () => ["health"],
    request: async (method: string, params: unknown) => {
      asked.push([method, params]);
      return answer(params);
    },
  } as unknown as World;
  const ending = attempt("usage", { world, probes, target, state: () => scene(link(openLink(START))) }, never);
  return { asked, ending };
}

test("a week of all agents, though no release lists the method", async () => {
  const { asked, ending } = asking(() => ({ sessions: [] }));
  expect(await ending).toMatchObject({ event: { type: "sampled", value: { fresh: true, bySession: [] } }, told: null });
  expect(asked).toEqual([["sessions.usage", week]]);
});

test("a release that knows no range is asked once more in its words", async () => {
  const { asked, ending } = asking((params) => {
    if (JSON.stringify(params).includes("range")) throw refusal("invalid sessions.usage params: at root: unexpected property 'range'");
    return { sessions: [] };
  });
  expect((await ending).event.type).toBe("sampled");
  expect(asked).toEqual([
    ["sessions.usage", week],
    ["sessions.usage", { limit: 100, mode: "gateway" }],
  ]);
});

test.each([
  ["one without the method lacks it", "unknown method: sessions.usage", "missing", "OpenClaw 2026.9.6 has no sessions.usage"],
  ["another refusal is a failure", "invalid sessions.usage params: at /limit: must be an integer", "failed", "must be an integer"],
])("%s", async (_, message, type, why) => {
  const { asked, ending } = asking(() => {
    throw refusal(message);
  });
  expect(await ending).toMatchObject({ event: { type, why: expect.stringContaining(why) as string } });
  expect(asked).toHaveLength(1);
});

test("asked again soon while the gateway still counts", () => {
  const sooner = (fresh: boolean) => probes.usage.again?.({ fresh } as Usage);
  expect([sooner(false), sooner(true)]).toEqual([3_000, null]);
});

test.each(["usage", "quotas"] as const)("%s costs the gateway nothing before its board is open", (source) => {
  const state = scene(link(openLink(START)));
  expect([isLookedAt(state, source), isAskedOnce(state, source)]).toEqual([false, false]);
  const open = act(state, "usage-board");
  expect([isLookedAt(open, source), isAskedOnce(open, source)]).toEqual([true, true]);
});
