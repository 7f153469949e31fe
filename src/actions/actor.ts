// The one door to everything that changes a gateway: preview, then perform; recorded, and shut when nothing may be changed.
import type { ActedBy, JournalTarget, Operator } from "../data/action/journal.ts";
import type { ActionOutcome } from "../data/action/outcome.ts";
import type { Actor, ActorParts } from "../data/action/ports.ts";
import type { ActionRequest, Preview } from "../data/action/request.ts";
import { performAbort, previewAbort } from "./abort.ts";
import { performChannel, previewChannel } from "./channel.ts";
import { createRecorder, type ActionRecord } from "./journal/record.ts";
import { isAlive } from "./journal/open-runs.ts";
import { thisOperator } from "./journal/operator.ts";
import { cannot } from "./over-writer.ts";
import { previewResume } from "./resume.ts";
import { createDriver } from "./run/drive.ts";
import { createRestartPreview } from "./run/preview.ts";
import { createRestartFacts } from "./run/restart-facts.ts";

export type ActorOptions = ActorParts & {
  readonly readonly: string | null;
  /** Default: whoever runs this process. */
  readonly operator?: Operator;
  readonly by: ActedBy;
};

const readOnly = (why: string) => cannot("readonly", `gatetop only looks: ${why}`, "start it without", 77);

/** Nothing is sent to the gateway, or to its process, by anything but what this returns. */
export function createActor(options: ActorOptions): Actor {
  const { readonly, clock, send, target, link } = options;
  const targetNow = (): JournalTarget => {
    const state = link.state();
    const version = state.phase === "open" ? state.hello.version : null;
    return { url: target.url, name: target.name, local: target.local, version };
  };
  const recorder = createRecorder({
    journal: options.journal,
    operator: options.operator ?? thisOperator(),
    by: options.by,
    target: targetNow,
    now: clock.now,
    alive: isAlive,
    onTrouble: (text) => send({ type: "note", at: clock.now(), text, tone: "warn" }),
  });
  const driver = createDriver(options, recorder);
  const previewRestart = createRestartPreview({ facts: createRestartFacts(options), recorder, readonly, clock });
  const underWay = new Set<ActionRecord>();

  function previewOf(request: ActionRequest): Promise<Preview> {
    switch (request.action) {
      case "restart": {
        const { aim } = request;
        return aim === "resume" ? previewResume(request, options) : previewRestart({ ...request, aim });
      }
      case "channel":
        return previewChannel(request, options);
      case "abort":
        return previewAbort(request, options);
    }
  }

  async function recorded(request: ActionRequest, perform: () => Promise<ActionOutcome>): Promise<ActionOutcome> {
    const began = clock.monotonicMs();
    const record = recorder.began(options.randomHex(6), request, null);
    underWay.add(record);
    const outcome = await perform();
    underWay.delete(record);
    record.ended({ verdict: null, outcome, after: null, milestones: [], tookMs: Math.round(clock.monotonicMs() - began) });
    return outcome;
  }

  return {
    readonly,
    preview: async (request) => {
      const preview = await previewOf(request);
      if (readonly === null) return preview;
      return { ...preview, choice: { ...preview.choice, precondition: readOnly(readonly) } };
    },
    restart: (preview, waitMs, goneMs) => driver.restart(guarded(preview, readonly), waitMs, goneMs),
    perform: async (preview) => {
      const { request, precondition } = guarded(preview, readonly).choice;
      if (!precondition.can) return refused(precondition);
      if (request.action === "channel") return recorded(request, () => performChannel(request, options));
      if (request.action === "abort") return recorded(request, () => performAbort(request, options));
      throw new Error(`${request.aim} is a run of its own`);
    },
    leave: (why) => {
      driver.leave(why);
      for (const record of underWay) record.left(why, []);
      underWay.clear();
    },
  };
}

/** A preview made before, or elsewhere, does not outrank what may be done now. */
function guarded(preview: Preview, readonly: string | null): Preview {
  return readonly === null ? preview : { ...preview, choice: { ...preview.choice, precondition: readOnly(readonly) } };
}

function refused({ code, why, fix, exit }: Extract<Preview["choice"]["precondition"], { readonly can: false }>): ActionOutcome {
  return { kind: "failed", done: false, sentence: `nothing was done: ${why}`, fix, code, sent: false, exit };
}
