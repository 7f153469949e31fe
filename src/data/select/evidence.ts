// What a problem is known by: the readings, how old they are, and what the gateway's log said about its subject.
import type { Alert, Evidence, ReadFrom } from "../alerts/alert.ts";
import { isSource, originName } from "../alerts/read-from.ts";
import { ruleById } from "../alerts/rules.ts";
import type { State } from "../state.ts";
import { age } from "../units.ts";
import { noteWords, notesAbout } from "./log-words.ts";
import { field, originOf, type Field, type Section } from "./section.ts";

const LINES = 5;

const agoOf = (at: number | null, now: number): string => (at === null ? "" : ` · ${age(now - at)} ago`);

const quotes = (evidence: readonly Evidence[], now: number): readonly Field[] =>
  evidence.map(({ label, value, source, at }) => field(label, `${value}  (${source}${agoOf(at, now)})`));

/** Of each place the rule reads: whether it answers, and how old that is. */
function placeField(state: State, place: ReadFrom): Field {
  const since = place.since === null ? "" : ` (since ${place.since})`;
  const told = isSource(place.source) ? originOf(state, place.source).split(" · ").slice(1).join(" · ") : "as it comes";
  return field(originName(place), `${place.field}${since} · ${told}`, "dim");
}

/** Of one problem, or of several of one cause. */
export function evidenceSections(state: State, alerts: readonly Alert[]): readonly Section[] {
  const [first] = alerts;
  if (first === undefined) return [];
  const readings = quotes(first.evidence, state.now);
  const places = (ruleById(first.id)?.readFrom ?? []).map((place) => placeField(state, place));
  const notes = notesAbout(state, new Set(alerts.map(({ subject }) => subject)), LINES);
  const lines = notes.map((note) => field(`${age(state.now - note.at)} ago`, noteWords(note)));
  return [
    ...(readings.length === 0
      ? []
      : [{ title: alerts.length > 1 ? `readings of ${first.subject}` : "readings", origin: null, fields: readings }]),
    ...(lines.length === 0 ? [] : [{ title: "its log about it", origin: originOf(state, "restartLog"), fields: lines }]),
    ...(places.length === 0 ? [] : [{ title: "where it is read", origin: null, fields: places }]),
  ];
}
