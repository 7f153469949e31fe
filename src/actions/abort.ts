// Abort of what runs in a session: when there is something, what waits behind it, and doing it.
import type { ActionOutcome } from "../data/action/outcome.ts";
import type { ActionRequest, Precondition, Preview } from "../data/action/request.ts";
import { accessWords, cannot, openHello, overWriter, type SmallParts } from "./over-writer.ts";
import { abortWay, askAbort, lookAtRuns, type RunsIn } from "./rpc/ask-abort.ts";

export type AbortRequest = Extract<ActionRequest, { readonly action: "abort" }>;

const SCOPE = "operator.write";

/** The gateway lets operator.write abort runs that belong to nobody, as those of channels do; other clients' take more. */
const OF_OTHERS = "operator.admin";

const many = (count: number): string =>
  count === 0 ? "nothing is queued behind it" : `${count} queued behind it ${count === 1 ? "goes" : "go"} on at once`;

function doesWords({ sessionKey, runId }: AbortRequest, runs: RunsIn): string {
  const named = runId ?? runs.runId;
  if (named !== null)
    return `aborts run ${named} in ${sessionKey}; ${runs.others === null ? "what is queued behind it goes on" : many(runs.others)}`;
  if (runs.others === null) return `aborts what runs in ${sessionKey}, and perhaps what is queued there: this release cannot name one run`;
  if (runs.others === 0) return `aborts what runs in ${sessionKey}; messages that wait behind it go on`;
  return `aborts what runs in ${sessionKey}, and ${runs.others} more that ${runs.others === 1 ? "has" : "have"} not begun: the run has no name of its own`;
}

export async function previewAbort(request: AbortRequest, { link, clock }: SmallParts): Promise<Preview> {
  const { sessionKey } = request;
  const hello = openHello(link.state());
  const methods = "can" in hello ? [] : hello.methods;
  let precondition: Precondition = "can" in hello ? hello : { can: true };
  if (precondition.can && abortWay(methods) === null) {
    precondition = cannot("UNKNOWN_METHOD", "this release cannot abort a run", "restart the gateway, or update OpenClaw");
  }
  const runs = precondition.can ? await lookAtRuns(link.request, methods, sessionKey) : { runId: null, others: null };
  return {
    choice: {
      request,
      label: `abort the run in ${sessionKey}`,
      does: doesWords(request, runs),
      precondition,
      confirmation: { kind: "ask" },
      scope: SCOPE,
    },
    interrupts: [],
    warnings: ["what the run has done so far stays; its answer is lost"],
    underWay: null,
    access: `${accessWords(SCOPE)}; with ${OF_OTHERS} when another client started the run`,
    workAt: runs.others === null ? null : clock.now(),
  };
}

export const performAbort = (request: AbortRequest, parts: SmallParts): Promise<ActionOutcome> =>
  overWriter(parts, { action: "abort", subject: request.sessionKey, scopes: [SCOPE, OF_OTHERS] }, (writer) => askAbort(writer, request));
