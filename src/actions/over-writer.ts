// What the small actions share: the link must be open to preview them, and a connection with the right is opened for the one alone.
import type { ActorParts, Writer } from "../data/action/ports.ts";
import type { ActionOutcome, ActionProgress } from "../data/action/outcome.ts";
import type { NeededScope, Precondition } from "../data/action/request.ts";
import type { Hello } from "../data/model/gateway.ts";
import type { LinkState } from "../data/link-state.ts";

export type SmallParts = Pick<ActorParts, "link" | "openWriter" | "send" | "clock">;

/** Time for one round of introductions on a loaded host. */
const OPEN_MS = 10_000;

export type Cannot = Extract<Precondition, { readonly can: false }>;

export const cannot = (code: string, why: string, fix: string | null = null, exit: Cannot["exit"] = 1): Cannot => ({
  can: false,
  code,
  why,
  fix,
  exit,
});

/** What the reading link knows of the gateway, or why nothing can be asked of it now. */
export function openHello(state: LinkState): Hello | Cannot {
  if (state.phase === "open") return state.hello;
  if (state.phase === "refused") return cannot(state.refusal.code, state.refusal.why, state.refusal.fix, 77);
  const why = state.phase === "waiting" ? state.why : "the gateway has not answered yet";
  return cannot("NOT_CONNECTED", `no connection to the gateway: ${why}`, null, 69);
}

/** A release that lists its methods and not this one does not know it. */
export const knows = ({ methods }: Hello, method: string): boolean => methods.length === 0 || methods.includes(method);

/** How the right to act is got, for the person who is asked to confirm. */
export const accessWords = (scope: Exclude<NeededScope, null>): string => `a second connection with ${scope}, closed afterwards`;

type Doing = {
  readonly action: ActionProgress["action"];
  readonly subject: string;
  readonly scope: Exclude<NeededScope, null>;
};

/** Tells every step as an event. The connection is closed whatever happens. */
export async function overWriter(
  { openWriter, send, clock }: SmallParts,
  { action, subject, scope }: Doing,
  ask: (writer: Writer, checking: () => void) => Promise<ActionOutcome>,
): Promise<ActionOutcome> {
  const tell = (step: ActionProgress["step"], outcome: ActionOutcome | null = null): void =>
    send({ type: "progress", at: clock.now(), progress: { action, subject, step, outcome } });

  tell("connecting");
  const opened = await openWriter(scope, OPEN_MS);
  if (!opened.ok) {
    const { code, why, fix, exit } = opened;
    const sentence = `nothing was asked of the gateway: ${why}`;
    const outcome: ActionOutcome = { kind: "failed", done: false, sentence, fix, code, sent: false, exit };
    tell("over", outcome);
    return outcome;
  }
  try {
    tell("asked");
    const outcome = await ask(opened.writer, () => tell("checking"));
    tell("over", outcome);
    return outcome;
  } finally {
    opened.writer.close();
  }
}
