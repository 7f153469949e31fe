// Who sits at the keyboard, for the journal.
import os from "node:os";
import type { Operator } from "../../data/action/journal.ts";

export type OperatorFacts = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly pid: number;
  readonly uid: number | null;
  /** Name of our account; null where it has none (a container's random uid). */
  readonly account: string | null;
};

/** `peer`: first word of $SSH_CONNECTION. An account without a name is its number. */
export function operatorOf({ env, pid, uid, account }: OperatorFacts): Operator {
  const peer = env["SSH_CONNECTION"]?.trim().split(/\s+/u)[0] ?? "";
  return { user: account ?? (uid === null ? "unknown" : `uid ${uid}`), uid, peer: peer === "" ? null : peer, pid };
}

/** This process. */
export function thisOperator(): Operator {
  return operatorOf({ env: process.env, pid: process.pid, uid: process.getuid?.() ?? null, account: accountName() });
}

function accountName(): string | null {
  try {
    return os.userInfo().username;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return null;
  }
}
