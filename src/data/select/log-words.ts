// Lines of the gateway's log as they were kept: what they were about and when, in our words.
import type { LogNote } from "../model/log-notes.ts";
import { lastValue } from "../reading.ts";
import type { RestartNote } from "../restart/restart-log.ts";
import type { State } from "../state.ts";
import { age } from "../units.ts";

type Note = LogNote | RestartNote;
type Words = { readonly [O in Note["of"]]: (note: Extract<Note, { of: O }>) => string };

const plain = (word: string | null): string => (word ?? "no reason given").replaceAll("_", " ");

const words: Words = {
  detector: ({ verdict, ageMs, reason, recovery }) =>
    [verdict, ageMs === null ? null : `${age(ageMs)} old`, plain(reason), recovery && `recovery ${recovery}`].filter(Boolean).join(" · "),
  recovery: ({ status, action, released, queued }) =>
    [
      `recovery ${status}`,
      action && plain(action),
      released === null ? null : `released ${released}`,
      queued === null ? null : `${queued} queued`,
    ]
      .filter(Boolean)
      .join(" · "),
  "lane-wait": ({ waitedMs, ahead }) => `a run waited ${age(waitedMs)}${ahead === null ? "" : `, ${ahead} before it`}`,
  retry: ({ attempt, attempts, inMs }) => `attempt ${attempt}/${attempts} in ${age(inMs)}`,
  "config-reload": ({ ok, why }) => (ok ? "config taken over" : `config not taken over: ${why ?? "failed"}`),
  cooldown: ({ reason }) => `put aside: ${plain(reason)}`,
  gateway: ({ said }) => plain(said.replaceAll("-", "_")),
  account: ({ reason }) => `restarted: ${reason}`,
  limit: ({ limit }) => `hit its limit of ${limit} restarts an hour`,
};

export const noteWords = <O extends Note["of"]>(note: Extract<Note, { of: O }>): string =>
  // The one cast: the row of the table belongs to the note's own kind.
  (words[note.of] as (note: Note) => string)(note);

/** What a note is about, as the subject of a problem names it. */
function aboutOf(note: Note): string {
  switch (note.of) {
    case "detector":
    case "recovery":
      return note.sessionKey;
    case "lane-wait":
      return note.lane;
    case "retry":
    case "account":
    case "limit":
      return note.account;
    case "cooldown":
      return note.provider ?? "a model";
    case "config-reload":
      return "config";
    case "gateway":
      return "gateway";
  }
}

/** The newest `most` of them about any of the subjects, newest first. */
export function notesAbout(state: State, subjects: ReadonlySet<string>, most: number): readonly Note[] {
  const log = lastValue(state.snapshot.restartLog);
  if (log === null) return [];
  const about = [...log.notes, ...log.work.notes].filter((note) => subjects.has(aboutOf(note)));
  return about.sort((a, b) => b.at - a.at).slice(0, most);
}
