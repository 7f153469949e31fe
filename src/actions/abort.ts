// Abort of what runs in a session: when there is something, what waits behind it, and doing it.
import type { ActionOutcome } from "../data/action/outcome.ts";
import type { ActionRequest, Precondition, Preview } from "../data/action/request.ts";
import { accessWords, cannot, openHello, overWriter, type SmallParts } from "./over-writer.ts";
import { abortWay, askAbort, countQueued } from "./rpc/ask-abort.ts";

export type AbortRequest = Extract<ActionRequest, { readonly action: "abort" }>;

const SCOPE = "operator.write";

function behindWords(queued: number | null): string {
  if (queued === null) return "what is queued behind it could not be counted; it goes on";
  if (queued === 0) return "nothing is queued behind it";
  return `${queued} queued behind it ${queued === 1 ? "goes" : "go"} on at once`;
}

export async function previewAbort(request: AbortRequest, { link, clock }: SmallParts): Promise<Preview> {
  const { sessionKey, runId } = request;
  const hello = openHello(link.state());
  const methods = "can" in hello ? [] : hello.methods;
  let precondition: Precondition = "can" in hello ? hello : { can: true };
  if (precondition.can && abortWay(methods) === null) {
    precondition = cannot("UNKNOWN_METHOD", "this release cannot abort a run", "restart the gateway, or update OpenClaw");
  }
  const queued = precondition.can ? await countQueued(link.request, methods, sessionKey) : null;
  return {
    choice: {
      request,
      label: `abort the run in ${sessionKey}`,
      does: `aborts ${runId === null ? "what runs" : `run ${runId}`} in ${sessionKey}; ${behindWords(queued)}`,
      precondition,
      confirmation: { kind: "ask" },
      scope: SCOPE,
    },
    interrupts: [],
    warnings: ["what the run has done so far stays; nobody is told an answer"],
    access: accessWords(SCOPE),
    workAt: queued === null ? null : clock.now(),
  };
}

export const performAbort = (request: AbortRequest, parts: SmallParts): Promise<ActionOutcome> =>
  overWriter(parts, { action: "abort", subject: request.sessionKey, scope: SCOPE }, (writer) => askAbort(writer, request));
