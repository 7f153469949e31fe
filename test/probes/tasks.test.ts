// A hundred newer runs must not hide the one that waits longest.
import { expect, test } from "vitest";
import type { Task } from "../../src/data/model/sessions.ts";
import { RpcFailure, type ProbeContext, type World } from "../../src/probes/probe.ts";
import { tasksProbe } from "../../src/probes/rpc/tasks.ts";
import { target } from "../support/target.ts";

const context: ProbeContext = { target, last: () => null, reportedPid: null };
const row = (id: string, state: string) => ({ id, status: "running", execution: { state }, sessionKey: id });

function gateway(answers: readonly unknown[]) {
  const asked: unknown[] = [];
  const request = (_method: string, params: unknown): Promise<unknown> => {
    const answer = answers[asked.length];
    asked.push(params);
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  return { world: { request } as unknown as World, asked };
}
const ids = (tasks: readonly Task[]): readonly string[] => tasks.map(({ id }) => id);

test("all in one answer: one request", async () => {
  const { world, asked } = gateway([{ tasks: [row("a", "running")] }]);
  expect(ids(await tasksProbe.read(world, context))).toEqual(["a"]);
  expect(asked).toEqual([{}]);
});

test("there are more: also every one that goes on, each once", async () => {
  const { world, asked } = gateway([
    { tasks: [row("new", "running")], nextCursor: "x" },
    { tasks: [row("new", "running"), row("oldest", "queued")] },
  ]);
  expect(ids(await tasksProbe.read(world, context))).toEqual(["new", "oldest"]);
  expect(asked).toEqual([{}, { status: ["queued", "running"], limit: 500 }]);
});

test("a release that does not take that: the newest", async () => {
  const refused = new RpcFailure("INVALID_REQUEST", "invalid tasks.list params", true);
  const { world } = gateway([{ tasks: [row("new", "running")], nextCursor: "x" }, refused]);
  expect(ids(await tasksProbe.read(world, context))).toEqual(["new"]);
});
