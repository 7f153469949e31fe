// What the small actions share: the link must be open to preview them, and a connection with the right is opened for the one alone.
import type { ActorParts, Writer } from "../data/action/ports.ts";
import type { ActionOutcome, ActionProgress } from "../data/action/outcome.ts";
import type { NeededScope, Precondition } from "../data/action/request.ts";
import type { Hello } from "../data/model/gateway.ts";
import { reachedNoGateway } from "../data/gateway/refusal.ts";
import type { LinkState } from "../data/link-state.ts";

export type SmallParts = Pick<ActorParts, "link" | "openWriter" | "send" | "clock">;

type Scope = Exclude<NeededScope, null>;

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

export const NOT_CONNECTED = "NOT_CONNECTED";

/** What the reading link knows of the gateway, or why nothing can be asked of it now. */
export function openHello(state: LinkState): Hello | Cannot {
  if (state.phase === "open") return state.hello;
  if (state.phase === "refused") {
    const { code, why, fix } = state.refusal;
    return cannot(code, why, fix, reachedNoGateway(state.refusal) ? 69 : 77);
  }
  const why = state.phase === "waiting" ? state.why : "the gateway has not answered yet";
  return cannot(NOT_CONNECTED, `no connection to the gateway: ${why}`, null, 69);
}

/** Not suspended. */
export const isAccepting = ({ suspension }: Hello): boolean => suspension === null || ["accepting", "running"].includes(suspension);

/** A release that lists its methods and not this one does not know it. */
export const knows = ({ methods }: Hello, method: string): boolean => methods.length === 0 || methods.includes(method);

/** How the right to act is got, for the person who is asked to confirm. */
export const accessWords = (scope: Scope): string => `a second connection with ${scope}, closed afterwards`;

type Doing = {
  readonly action: ActionProgress["action"];
  readonly subject: string;
  /** The least right that may do; the next one is asked for when the gateway says that it takes more. */
  readonly scopes: readonly [Scope, ...Scope[]];
};

const takesMore = (outcome: ActionOutcome): boolean => outcome.kind === "failed" && outcome.code === "NOT_OWNER";

/** Tells every step as an event. Each connection is closed whatever happens. */
export async function overWriter(
  { openWriter, send, clock }: SmallParts,
  { action, subject, scopes }: Doing,
  ask: (writer: Writer, checking: () => void) => Promise<ActionOutcome>,
): Promise<ActionOutcome> {
  const tell = (step: ActionProgress["step"], outcome: ActionOutcome | null = null): void =>
    send({ type: "progress", at: clock.now(), progress: { action, subject, step, outcome } });

  const attempt = async (scope: Scope): Promise<ActionOutcome> => {
    tell("connecting");
    const opened = await openWriter(scope, OPEN_MS);
    if (!opened.ok) {
      const { code, why, fix, exit } = opened;
      return { kind: "failed", done: false, sentence: `nothing was asked of the gateway: ${why}`, fix, code, sent: false, exit };
    }
    try {
      tell("asked");
      return await ask(opened.writer, () => tell("checking"));
    } finally {
      opened.writer.close();
    }
  };

  const [least, ...more] = scopes;
  let outcome = await attempt(least);
  for (const scope of more) if (takesMore(outcome)) outcome = await attempt(scope);
  tell("over", outcome);
  return outcome;
}
