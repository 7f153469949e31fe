// Why a connection for an action could not be had: the same words as for the reading link, and what to do now.
import type { WriterOpened } from "../../data/action/ports.ts";
import type { Ending } from "../../data/gateway/ending.ts";
import { codeOf } from "../../data/gateway/frames.ts";
import { lookUp } from "../../data/gateway/look-up.ts";
import { reachedNoGateway, type Circumstances } from "../../data/gateway/refusal.ts";
import { judge } from "../../data/gateway/verdict.ts";
import type { Refusal } from "../../data/link-state.ts";

type NotOpened = Extract<WriterOpened, { readonly ok: false }>;

const fixes: Readonly<Record<string, string>> = {
  draining: "wait: it restarts when the running work is finished, after 5 minutes at the latest",
  "gateway-draining": "wait: it restarts when the running work is finished, after 5 minutes at the latest",
  "gateway-restarting": "wait until it is back",
  "startup-sidecars": "ask again in a few seconds",
};
const lookFirst = "gatetop --once shows how far it can be reached";

export const refused = (refusal: Refusal): NotOpened => ({ ok: false, ...refusal, exit: reachedNoGateway(refusal) ? 69 : 77 });

function waitingCode(ending: Ending): string {
  if (ending.ended === "http")
    return ending.status === 503 && ending.body.includes("admission closed") ? "draining" : `HTTP_${ending.status}`;
  if (ending.ended === "closed") return `CLOSED_${ending.code}`;
  if (ending.ended === "socket") return ending.code;
  if (ending.ended === "silent") return "SILENT";
  if (ending.ended !== "error") return "UNREACHABLE";
  const { reason } = ending.error.details;
  return typeof reason === "string" && lookUp(fixes, reason) !== undefined ? reason : codeOf(ending.error);
}

/** Nothing is tried again by itself: an action is only done when somebody asks for it. */
export function notOpened(ending: Ending, circumstances: Circumstances): NotOpened {
  const verdict = judge(ending, circumstances);
  if (verdict.verdict === "refused") return refused(verdict.refusal);
  const code = waitingCode(ending);
  return { ok: false, code, why: verdict.why, fix: lookUp(fixes, code) ?? lookFirst, exit: 69 };
}
