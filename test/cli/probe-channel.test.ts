// The key p: what is told while a server is called, and after.
import { expect, test } from "vitest";
import { createChannelProber } from "../../src/cli/probe-channel.ts";
import type { Event } from "../../src/data/events.ts";
import { RpcFailure } from "../../src/data/gateway/rpc-failure.ts";
import type { State } from "../../src/data/state.ts";
import { update } from "../../src/data/update.ts";
import { actions } from "../../src/data/actions.ts";
import { scene, START, well } from "../support/scene.ts";

const KEY = "telegram/poll";

/** A prober before a gateway that answers when the test says so. */
function rig() {
  let state: State = scene(...well());
  const told: Event[] = [];
  const waiting: { readonly resolve: (payload: unknown) => void; readonly reject: (error: unknown) => void }[] = [];
  let heard: () => void = () => {};
  const over = new Promise<void>((resolve) => {
    heard = resolve;
  });
  const prober = createChannelProber({
    request: () => new Promise((resolve, reject) => waiting.push({ resolve, reject })),
    now: () => START + 1_000,
    send: (event) => {
      told.push(event);
      state = update(state, event);
      if (event.type === "note") heard();
    },
    onCrash: (error) => {
      throw error;
    },
  });
  return { prober, told, waiting, over, state: () => state };
}

const answered = (probe: object) => ({ channelOrder: ["telegram"], channelAccounts: { telegram: [{ accountId: "poll", probe }] } });
const blocked = (state: State) => actions.find(({ id }) => id === "live-probe")?.blockedBy?.(state);

test.each<[string, object, string, string]>([
  ["ok", { ok: true, elapsedMs: 5 }, "the server of telegram/poll answers, in 5 ms", "plain"],
  [
    "failed",
    { ok: false, status: 401, error: "Unauthorized" },
    "the server of telegram/poll refuses or does not answer: 401 Unauthorized",
    "bad",
  ],
  ["unanswered", {}, "nothing is known of the server of telegram/poll: the gateway did not probe it", "warn"],
])("asking, then %s", async (outcome, probe, text, tone) => {
  const { prober, waiting, over, state } = rig();
  prober.ask(state());
  expect(state().liveProbes.get(KEY)?.outcome).toBe("asking");
  waiting[0]?.resolve(answered(probe));
  await over;
  expect(state().liveProbes.get(KEY)?.outcome).toBe(outcome);
  expect(state().note).toMatchObject({ text, tone });
});

test("one server is not called twice at once, and can be called again after", async () => {
  const { prober, waiting, over, state } = rig();
  prober.ask(state());
  prober.ask(state());
  expect(waiting).toHaveLength(1);
  expect(blocked(state())).toBe("the server of telegram/poll is being asked already");
  waiting[0]?.reject(new RpcFailure("TIMEOUT", "channels.status: no answer within 8 s", true));
  await over;
  expect(state().note?.text).toBe("nothing is known of the server of telegram/poll: channels.status: no answer within 8 s");
  expect(blocked(state())).toBeUndefined();
});
