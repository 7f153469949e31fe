// Lines of the log a minute, by how grave they are: three small charts in one row.
import { cell, type Tone } from "../../data/select/cell.ts";
import { linesPerMinute } from "../../data/logs/counts.ts";
import { logLevels, type LogBook, type LogLevel } from "../../data/logs/log-book.ts";
import { count } from "../../data/units.ts";
import type { Look, Span } from "../theme.ts";
import { sparkline } from "./sparkline.ts";

const charts: readonly { readonly label: string; readonly levels: readonly LogLevel[]; readonly tone: Tone }[] = [
  { label: "errors", levels: ["error", "fatal"], tone: "bad" },
  { label: "warnings", levels: ["warn"], tone: "warn" },
  { label: "lines", levels: logLevels, tone: "dim" },
];

const MINUTES = 30;
const LEAST_MINUTES = 8;
const LABELS = charts.reduce((sum, { label }) => sum + label.length + 1, 0);
/** The count of the newest minute, and two blanks. */
const COUNT = 7;
const TAIL = " a minute".length;

/** Empty where there is no room for anything that tells. */
export function levelLine(book: LogBook, now: number, width: number, look: Look): readonly Span[] {
  const room = Math.floor((width - LABELS - charts.length * COUNT - TAIL) / charts.length);
  if (room < LEAST_MINUTES) return [];
  const minutes = Math.min(MINUTES, room);
  const spans = charts.flatMap(({ label, levels, tone }): readonly Span[] => {
    const perMinute = linesPerMinute(book, levels, minutes, now);
    const newest = perMinute.at(-1) ?? null;
    const any = perMinute.some((value) => value !== null && value > 0);
    const told = newest === null ? "–" : count(newest);
    return [cell(`${label} `, "dim"), cell(sparkline(perMinute, 5, look), any ? tone : "dim"), cell(` ${told}`.padEnd(COUNT), "dim")];
  });
  return [...spans, cell("a minute", "dim")];
}
