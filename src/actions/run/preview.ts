// A restart before it is confirmed: what it does here or why it cannot, what it interrupts, what to know.
import type { Clock } from "../../data/action/ports.ts";
import type { ActionRequest, Preview } from "../../data/action/request.ts";
import type { Recorder } from "../journal/record.ts";
import { fatesOf } from "./fates.ts";
import type { PerformedAim } from "./perform-aim.ts";
import { preconditionOf } from "./preconditions.ts";
import type { RestartFacts } from "./restart-facts.ts";
import { shared } from "./shared.ts";
import { underWay } from "./under-way.ts";
import { warningsFor } from "./warnings.ts";
import { restartWords } from "./words.ts";

/** A suspension has a preview of its own. */
export type RestartRequest = Extract<ActionRequest, { readonly action: "restart" }> & { readonly aim: PerformedAim };

/** A restart that takes longer has been told of by its own end, or died with its terminal. */
const OTHERS_WITHIN_MS = 600_000;

export type PreviewOptions = {
  readonly facts: (aim: PerformedAim) => Promise<RestartFacts>;
  readonly recorder: Pick<Recorder, "othersOpen">;
  readonly readonly: string | null;
  readonly clock: Pick<Clock, "now" | "monotonicMs">;
};

export function createRestartPreview({
  facts: look,
  recorder,
  readonly,
  clock,
}: PreviewOptions): (request: RestartRequest) => Promise<Preview> {
  const othersOpen = shared(clock, () => recorder.othersOpen(OTHERS_WITHIN_MS));
  return async (request) => {
    const { aim } = request;
    const facts = await look(aim);
    const words = restartWords[aim];
    const now = clock.now();
    const before = underWay(facts, othersOpen(), now);
    return {
      choice: {
        request,
        label: words.label,
        does: words.does(facts, request.drainBudgetMs),
        precondition: preconditionOf(aim, facts, readonly),
        confirmation: words.confirmation,
        scope: words.scope,
      },
      interrupts: fatesOf(aim, facts, request.drainBudgetMs),
      warnings: warningsFor(aim, { facts, underWay: before, now }),
      underWay: before,
      access: words.access(facts),
      workAt: facts.work.known ? facts.work.at : null,
    };
  };
}
