// Resume of a suspension. Its id is known to whoever suspended the gateway and to nobody else: a stranger only learns when it ends.
import type { ActionRequest, Precondition, Preview } from "../data/action/request.ts";
import { num } from "../data/gateway/decode/field.ts";
import { RpcFailure } from "../data/gateway/rpc-failure.ts";
import { cannot, knows, openHello, type SmallParts } from "./over-writer.ts";
import { failureOf } from "./rpc/failure.ts";

const METHOD = "gateway.suspend.status";
const LOOK_MS = 5_000;
/** No id the gateway gives out; asked with it, it names the end of a suspension it does not belong to. */
const NO_ID = "gatetop";

const notSuspended = cannot("NOT_SUSPENDED", "the gateway is not suspended");

const theirs = (leftMs: number | null): Precondition =>
  cannot(
    "NOT_OURS",
    "only whoever suspended the gateway can resume it: the id is theirs",
    `it goes on by itself ${leftMs === null ? "within 120 s" : `in ${Math.max(1, Math.ceil(leftMs / 1_000))} s`}; a forced restart ends it at once`,
  );

/** Read scope is enough, and a suspended gateway answers this one question. Since 2026.8.1. */
async function preconditionOf({ link, clock }: Pick<SmallParts, "link" | "clock">): Promise<Precondition> {
  const hello = openHello(link.state());
  if ("can" in hello) return hello;
  if (!knows(hello, METHOD)) return cannot("UNKNOWN_METHOD", `OpenClaw ${hello.version} cannot be suspended`);
  try {
    await link.request(METHOD, { suspensionId: NO_ID }, LOOK_MS);
    return notSuspended;
  } catch (error) {
    const failure = failureOf(error);
    if (failure.code !== "gateway-suspension-conflict")
      return cannot(failure.code, `the suspension could not be looked at: ${failure.why}`, null, 69);
    const endsAt = error instanceof RpcFailure ? num(error.details, "expiresAtMs") : null;
    return theirs(endsAt === null ? null : endsAt - clock.now());
  }
}

export async function previewResume(request: ActionRequest, parts: Pick<SmallParts, "link" | "clock">): Promise<Preview> {
  return {
    choice: {
      request,
      label: "resume",
      does: "ends the suspension of the gateway, so that it takes requests again",
      precondition: await preconditionOf(parts),
      confirmation: { kind: "none" },
      scope: null,
    },
    interrupts: [],
    warnings: [],
    underWay: null,
    access: "nothing is sent: the suspension is only looked at",
    workAt: null,
  };
}
