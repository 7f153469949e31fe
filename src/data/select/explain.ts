// What the screen says instead of problems while the gateway cannot be talked to: the cause, what it means, the next step.
import { isRetrying, lastHeardAt } from "../believed.ts";
import { ladder, type Rung } from "../ladder.ts";
import type { LinkState } from "../link-state.ts";
import type { State } from "../state.ts";
import { age, latency } from "../units.ts";
import { verdict } from "../verdict.ts";
import { cell, toneOf, type Mark, type Tone } from "./cell.ts";
import { glyphs } from "./help.ts";
import { emptyLine, type Line } from "./line.ts";
import { wrapped } from "./text.ts";

export type Explanation = { readonly title: string; readonly tone: Tone; readonly lines: readonly Line[] };

const LABEL = 12;
const SMALL = 50;

/** The mark of a rung. A gateway that answers that it is not ready still serves, so that is a warning; no answer is none. */
export function rungMark(state: State, { rung, status }: Rung): Mark {
  if (status === "ok") return "ok";
  if (status !== "bad") return "off";
  const asked = rung === "readyz" || rung === "startupz" ? state.snapshot[rung] : null;
  return asked?.kind === "ok" && asked.value.outcome === "answered" ? "warn" : "bad";
}

const labelled = (label: string, text: string, tone: Tone, columns: number): readonly Line[] =>
  wrapped(text, columns - LABEL).map((part, index) => [cell((index === 0 ? label : "").padEnd(LABEL), "dim"), cell(part, tone)]);

/** Tries that follow each other this fast are not counted down: the words would only flicker. */
const SOON_MS = 3_000;

function retryWords(link: LinkState, now: number): string {
  if (link.phase === "connecting") return "any moment, or now with r";
  const retryAt = link.phase === "waiting" || link.phase === "refused" ? link.retryAt : null;
  if (retryAt === null) return "not by itself: press r when it is done";
  return retryAt - now < SOON_MS ? "any moment, or now with r" : `in ${age(retryAt - now + 999)}, or now with r`;
}

function refusedLines(state: State, link: Extract<LinkState, { phase: "refused" }>, columns: number): readonly Line[] {
  const { why, fix, code } = link.refusal;
  const next = [...labelled("do this", fix, "accent", columns), ...labelled("try again", retryWords(link, state.now), "plain", columns)];
  // The verdict above says why already; a small screen has rows for the next step only.
  if (columns < SMALL) return next;
  return [...labelled("why", why, "strong", columns), ...labelled("code", code, "dim", columns), emptyLine, ...next];
}

function rungLines(state: State, rung: Rung, columns: number): readonly Line[] {
  const mark = rungMark(state, rung);
  const answer = rung.status === "ok" ? (rung.ms === null ? (rung.note ?? "") : latency(rung.ms)) : (rung.why ?? "");
  const bad = rung.status === "bad";
  const parts = wrapped(answer, columns - LABEL);
  return parts.map((part, index): Line => [
    cell(index === 0 ? `${glyphs[mark === "none" ? "off" : mark]} ` : "  ", toneOf[mark]),
    cell((index === 0 ? rung.rung : "").padEnd(LABEL - 2), bad ? "strong" : "dim"),
    cell(part, bad ? toneOf[mark] : "dim"),
  ]);
}

function unreachableLines(state: State, columns: number): readonly Line[] {
  const { remedy } = verdict(state);
  const lost = state.hello === null ? [] : labelled("last seen", lastSeen(state), "plain", columns);
  return [
    ...(remedy === null ? [] : labelled("do this", remedy, "accent", columns)),
    ...labelled("try again", retryWords(state.link, state.now), "plain", columns),
    ...lost,
    emptyLine,
    ...ladder(state).flatMap((rung) => rungLines(state, rung, columns)),
  ];
}

function lastSeen(state: State): string {
  return `${age(state.now - (lastHeardAt(state) ?? state.now))} ago; values with an age are from then`;
}

/** Null while the gateway can be talked to, or before the first tries have failed. */
export function explanation(state: State, columns: number): Explanation | null {
  const { link } = state;
  if (link.phase === "open") return null;
  if (link.phase === "refused") return { title: "refused", tone: "bad", lines: refusedLines(state, link, columns) };
  const broken = isRetrying(state) || ladder(state).some((rung) => rung.status === "bad");
  if (!broken) return null;
  const announced = link.phase === "waiting" ? link.announced : state.announced;
  const title =
    announced === null ? "no connection" : announced.kind === "restart" ? "the gateway is restarting" : "the gateway was stopped";
  return { title, tone: announced?.kind === "restart" ? "warn" : "bad", lines: unreachableLines(state, columns) };
}
