// One guard for one gateway, as long as it lives: two would each count the other's repair as a failure.
import { lockHolder, releaseLock, takeLock } from "../../actions/journal/writer-lock.ts";
import { causeOf, codeOf } from "../file-errors.ts";
import { ensurePrivateDir } from "../private-files.ts";
import type { GuardFiles } from "./target-key.ts";

export type GuardLock =
  | { readonly kind: "held"; readonly release: () => void }
  /** `pid` null: it ended this moment, or its lock cannot be read. */
  | { readonly kind: "another"; readonly pid: number | null }
  | { readonly kind: "failed"; readonly why: string };

/** Taken over from a guard that is gone, also when its pid belongs to another process by now. */
export function takeGuardLock({ dir, lock }: Pick<GuardFiles, "dir" | "lock">): GuardLock {
  try {
    ensurePrivateDir(dir);
    if (!takeLock(lock, 0)) return { kind: "another", pid: lockHolder(lock) };
    return { kind: "held", release: () => releaseLock(lock) };
  } catch (error) {
    if (codeOf(error) === "") throw error;
    return { kind: "failed", why: `${lock} cannot be written: ${causeOf(error)}` };
  }
}
