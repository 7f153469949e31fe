// Drives one restart at a time from the evidence before it to its verdict: record, perform, watch, judge, record.
import type { Actor, ActorParts, Hands } from "../../data/action/ports.ts";
import type { Preview } from "../../data/action/request.ts";
import { decodeChannels } from "../../data/gateway/decode/channels.ts";
import { DecodeError } from "../../data/gateway/decode/field.ts";
import { RpcFailure } from "../../data/gateway/rpc-failure.ts";
import { accountKey, channelState } from "../../data/model/channels.ts";
import { beginRun } from "../../data/restart/begin-run.ts";
import { isRefused } from "../../data/restart/refusal.ts";
import { noEvidence, type Evidence } from "../../data/restart/evidence.ts";
import type { MilestoneName, RestartRun } from "../../data/restart/run.ts";
import type { ActionRecord, Recorder } from "../journal/record.ts";
import { createLiveRun } from "./live-run.ts";
import { performers } from "./perform-aim.ts";
import type { RestartRequest } from "./preview.ts";

export type Driver = Pick<Actor, "restart"> & {
  /** The dashboard or the command ends: what is not over is recorded as left, and nothing is watched any more. */
  readonly leave: (why: string) => void;
};

const COLLECT_MS = 1_500;
/** The moments at which the next knock is worth more than the back-off's. */
const knockAt: readonly MilestoneName[] = ["port up", "http", "startupz"];

type Current = ReturnType<Actor["restart"]> & {
  /** While it waits for running work: not any longer. */
  readonly hasten: (request: RestartRequest) => void;
  readonly leave: (why: string) => void;
};

export function createDriver(parts: ActorParts, recorder: Recorder): Driver {
  const { witness, clock, link, send } = parts;
  let current: Current | null = null;

  /** Account key → it is up; empty where it cannot be read now. */
  async function channelsNow(): Promise<ReadonlyMap<string, boolean>> {
    if (link.state().phase !== "open" || (await witness.process()).process?.state === "T") return new Map();
    try {
      const { accounts } = decodeChannels(await link.request("channels.status", {}, COLLECT_MS));
      return new Map(accounts.map((account) => [accountKey(account), channelState(account) === "ready"]));
    } catch (error) {
      if (error instanceof RpcFailure || error instanceof DecodeError) return new Map();
      throw error;
    }
  }

  function drive(
    { request, precondition }: Preview["choice"] & { readonly request: RestartRequest },
    waitMs: number | null,
    goneMs: number | null,
  ): Current {
    const id = parts.randomHex(6);
    const { aim } = request;
    const first = (before: Evidence, channels: ReadonlyMap<string, boolean>): RestartRun =>
      beginRun({
        id,
        aim,
        at: clock.now(),
        before,
        channels,
        supervised: before.unit !== null,
        drainBudgetMs: request.drainBudgetMs,
        waitMs,
        goneMs,
      });
    let record: ActionRecord | null = null;
    let hastened: ActionRecord | null = null;
    let watching: { readonly stop: () => void } | null = null;
    let resolve: (run: RestartRun) => void = () => {};
    let reject: (error: unknown) => void = () => {};
    const done = new Promise<RestartRun>((...ways) => {
      [resolve, reject] = ways;
    });

    const recordEnd = ({ verdict, after, milestones, ms: tookMs }: RestartRun): void => {
      for (const one of [record, hastened]) one?.ended({ verdict, outcome: null, after, milestones, tookMs });
    };
    // A command may come back, or fail, when another run is on already.
    const forget = (): void => {
      watching?.stop();
      if (current?.id === id) current = null;
    };
    const end = (run: RestartRun): void => {
      forget();
      resolve(run);
    };
    const live = createLiveRun({
      clock,
      first: first(noEvidence(clock.now()), new Map()),
      onNews: (run) => send({ type: "run", at: clock.now(), run }),
      onMilestone: (name) => {
        if (knockAt.includes(name)) link.retryNow();
      },
      onOver: (run) => {
        recordEnd(run);
        end(run);
      },
    });

    const start = parts.hands.run;
    const notStarted = { code: 1, said: "gatetop left before it was started", tookMs: 0 };
    /** A process that is looked at for ten seconds before it is ended: whoever left meanwhile did not want it any more. */
    const hands: Hands = {
      unit: parts.hands.unit,
      run: start === null ? null : (timeoutMs) => (left ? Promise.resolve(notStarted) : start(timeoutMs)),
      signal: (signal, process) =>
        left
          ? Promise.resolve({ ok: false, code: "gone", why: "gatetop left before the signal was sent" })
          : parts.hands.signal(signal, process),
    };

    async function perform(): Promise<void> {
      live.begin(live.now());
      if (!precondition.can) {
        const { code, why, fix } = precondition;
        return live.saw({ kind: "unanswered", sent: false, code, why, ...(fix === null ? {} : { fix }) });
      }
      const [before, channels] = await Promise.all([witness.collect(COLLECT_MS), channelsNow()]);
      if (left) return;
      live.begin(first(before, channels));
      record = recorder.began(id, request, before);
      await performers[aim]({
        id,
        before,
        drainBudgetMs: request.drainBudgetMs,
        process: request.process ?? null,
        witness,
        hands,
        openWriter: parts.openWriter,
        clock,
        begin: (by) => {
          if (left) return false;
          live.begin(first(before, channels));
          live.saw({ kind: "requested", by });
          watching = parts.watch({ witness, link, clock, aim, run: live.now, saw: live.enter });
          return true;
        },
        saw: live.saw,
      });
    }

    async function hasten(sooner: RestartRequest): Promise<void> {
      if (sooner.aim !== "force" || hastened !== null || live.now().phase !== "waiting") return;
      hastened = recorder.began(parts.randomHex(6), sooner, null);
      await performers.force({
        id,
        before: live.now().before,
        drainBudgetMs: sooner.drainBudgetMs,
        process: null,
        witness,
        hands,
        openWriter: parts.openWriter,
        clock,
        // The same run goes on: its milliseconds count from the first request.
        begin: () => !left,
        saw: (seen) => {
          if (seen.kind !== "unanswered") return live.saw(seen);
          send({ type: "note", at: clock.now(), text: `not hastened, it goes on waiting: ${seen.why}`, tone: "bad" });
          // What may have arrived after all shows itself; what came to nothing may be tried again.
          if (!isRefused(seen)) return;
          const { code, sent, why, fix = null } = seen;
          const outcome = { kind: "failed", done: false, sentence: `not hastened: ${why}`, fix, code, sent, exit: 1 } as const;
          hastened?.ended({ verdict: null, outcome, after: null, milestones: [], tookMs: 0 });
          hastened = null;
        },
      });
    }

    let left = false;
    const failed = (error: unknown): void => {
      forget();
      reject(error);
    };
    perform().catch(failed);
    return {
      id,
      done,
      hasten: (sooner) => void hasten(sooner).catch(failed),
      leave: (why) => {
        left = true;
        const run = live.now();
        // The verdict stands: only channels were still waited for.
        if (run.verdict !== null) recordEnd(run);
        else for (const one of [record, hastened]) one?.left(why, run.milestones);
        end(run);
      },
    };
  }

  return {
    restart: (preview, waitMs = null, goneMs = null) => {
      const { request } = preview.choice;
      if (request.action !== "restart" || request.aim === "resume") throw new Error(`not a restart run: ${request.action}`);
      const { aim } = request;
      const asked: RestartRequest = { ...request, aim };
      if (current === null) current = drive({ ...preview.choice, request: asked }, waitMs, goneMs);
      else current.hasten(asked);
      return { id: current.id, done: current.done };
    },
    leave: (why) => current?.leave(why),
  };
}
