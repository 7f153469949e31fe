// What goes on beside the gateway, for `gatetop watch`: the guard's file and the journal of this user's gatetops.
import type { JournalEntry } from "../action/journal.ts";
import type { ActionRequest } from "../action/request.ts";
import type { GuardFile } from "../guard/state-file.ts";
import type { Change } from "./changes.ts";

/** The guard as its file has it; `watching` false: it has not looked for three of its intervals. */
export type GuardSeen = { readonly watching: boolean; readonly file: GuardFile };

const INTERVALS = 3;

/** `mtimeMs`: of the file, which each look of the guard sets. */
export const guardSeen = (file: GuardFile, mtimeMs: number, now: number): GuardSeen => ({
  file,
  watching: now - mtimeMs <= file.intervalMs * INTERVALS,
});

function guardFields({ watching, file }: GuardSeen) {
  const { acts, standing, hold, strikes, strikesNeeded, attempts, underWay, last, gaveUpAt } = file;
  const done = last === null ? null : { at: last.at, step: last.step, why: last.why, outcome: last.outcome };
  const repair = underWay === null ? null : underWay.step;
  return { watching, acts, standing, hold, strikes: strikes.length, strikesNeeded, attempts, repair, last: done, gaveUpAt };
}

/** Null: there is no guard, or its file cannot be read. */
export function guardChange(before: GuardSeen | null, after: GuardSeen | null, at: number): Change | null {
  const [was, is] = [before, after].map((seen) => (seen === null ? null : guardFields(seen)));
  if (JSON.stringify(was) === JSON.stringify(is)) return null;
  const sentence = after?.file.sentence ?? null;
  return { type: "guard", at, subject: "guard", ...(is ?? { watching: false }), sentence };
}

const aboutOf = (request: ActionRequest): string => {
  switch (request.action) {
    case "restart":
      return request.aim;
    case "channel":
      return `${request.verb} ${request.channel}/${request.account}`;
    case "abort":
      return request.sessionKey;
  }
};

function endOf(entry: JournalEntry): { readonly verdict: string | null; readonly sentence: string | null } {
  switch (entry.entry) {
    case "began":
      return { verdict: null, sentence: null };
    case "ended":
      return { verdict: entry.verdict?.kind ?? null, sentence: entry.verdict?.sentence ?? entry.outcome?.sentence ?? null };
    case "left":
      return { verdict: null, sentence: entry.why };
  }
}

const nameOf = ({ id, entry }: JournalEntry): string => `${id} ${entry}`;

/** Entries about this gateway that were not there before, oldest first. */
export function runChanges(before: readonly JournalEntry[], after: readonly JournalEntry[]): readonly Change[] {
  const known = new Set(before.map(nameOf));
  return after
    .filter((entry) => !known.has(nameOf(entry)))
    .map((entry): Change => {
      const { id, at, operator, request } = entry;
      const by = entry.entry === "began" ? entry.by : null;
      const fields = { id, entry: entry.entry, action: request.action, about: aboutOf(request), by, user: operator.user };
      return { type: "run", at, subject: nameOf(entry), ...fields, ...endOf(entry) };
    });
}
