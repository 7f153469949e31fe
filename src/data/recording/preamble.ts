// What a recording that begins later must tell first: the events that would lead to what is known now.
import type { Event } from "../events.ts";
import { sourceNames } from "../snapshot.ts";
import type { State } from "../state.ts";

/** Without what only time has made: histories, what was seen to happen. */
export function preambleOf(state: State): readonly Event[] {
  const { now: at, target, hello, link, settings, mutes, journalled, run, liveProbes } = state;
  const greeted: Event[] =
    hello === null || link.phase === "open"
      ? []
      : [{ type: "link", at: hello.at, link: { phase: "open", since: hello.at, generation: 1, hello: hello.value } }];
  const readings = sourceNames.flatMap((source): readonly Event[] => {
    const reading = state.snapshot[source];
    if (reading.kind === "pending") return [];
    if (reading.kind === "absent") return [{ type: "missing", source, at, why: reading.why }];
    const { at: readAt, value, from } = reading;
    const sampled = { type: "sampled", source, at: readAt, value, from, tookMs: reading.kind === "ok" ? reading.tookMs : null } as Event;
    return reading.kind === "ok" ? [sampled] : [sampled, { type: "failed", source, at, why: reading.why }];
  });
  return [
    ...(target === null ? [] : [{ type: "target" as const, at, target }]),
    { type: "settings", at, settings },
    ...greeted,
    { type: "link", at, link },
    ...readings,
    ...(mutes.length === 0 ? [] : [{ type: "mutes" as const, at, mutes }]),
    ...(journalled.length === 0 ? [] : [{ type: "journal" as const, at, restarts: journalled }]),
    ...[...liveProbes.values()].map((probe) => ({ type: "live-probe" as const, at, probe })),
    ...(run === null ? [] : [{ type: "run" as const, at, run }]),
    { type: "clock", at },
  ];
}
