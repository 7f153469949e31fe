// What the guard's file says, for whoever is not that guard: the dashboard, `gatetop guard status`, `gatetop guard rearm`.
import fs from "node:fs";
import { lockHolder } from "../../actions/journal/writer-lock.ts";
import { forService } from "../../data/guard/for-service.ts";
import { readGuardFile, type ReadGuardFile } from "../../data/guard/read-file.ts";
import type { GuardState } from "../../data/service/guard-state.ts";
import { codeOf } from "../file-errors.ts";
import type { GuardFiles } from "./target-key.ts";

type Text = { readonly text: string; readonly mtimeMs: number };

/** Null: there is none, or nobody may read it. */
function textOf(file: string): Text | null {
  try {
    return { text: fs.readFileSync(file, "utf8"), mtimeMs: fs.statSync(file).mtimeMs };
  } catch (error) {
    if (codeOf(error) === "") throw error;
    return null;
  }
}

export function readGuardState({ state }: Pick<GuardFiles, "state">): GuardState | null {
  const found = textOf(state);
  return found === null ? null : forService(found.text, found.mtimeMs);
}

/** `mtimeMs`: of the guard's last look. */
export type FoundGuard = {
  /** Of the guard that runs; null: none does. */
  readonly pid: number | null;
  readonly read: (ReadGuardFile & { readonly mtimeMs: number }) | null;
};

export function findGuard({ state, lock }: Pick<GuardFiles, "state" | "lock">): FoundGuard {
  const found = textOf(state);
  return { pid: lockHolder(lock), read: found === null ? null : { ...readGuardFile(found.text), mtimeMs: found.mtimeMs } };
}
