// Who reads the log while board 4 is looked at, and does what its keys ask for.
import { harmless } from "../../data/harmless.ts";
import { hide } from "../../data/hide.ts";
import { searchedOn } from "../../data/logs/search.ts";
import { askedIn, holdsMoment, rowsOf } from "../../data/logs/view-logs.ts";
import type { Event } from "../../data/events.ts";
import type { State } from "../../data/state.ts";
import type { Store } from "../../data/store.ts";
import type { Target } from "../../data/target.ts";
import { timeOfDay } from "../../data/units.ts";
import { createLogFollow, type LogFollow, type Looking } from "../../probes/logs/follow.ts";
import type { Unit } from "../../probes/logs/reader.ts";
import { createWorld } from "../../probes/world.ts";
import { logFiles } from "../../probes/world/open-file.ts";
import type { World } from "../../probes/probe.ts";
import { saveLines } from "./save.ts";

export type LogDeskOptions = {
  readonly store: Pick<Store, "get" | "subscribe">;
  readonly send: (event: Event) => void;
  readonly link: Pick<World, "request" | "methods">;
  readonly secrets: () => Iterable<string>;
  readonly onCrash: (error: unknown) => void;
};

export type LogDesk = {
  readonly older: () => void;
  readonly json: (line: number) => void;
  /** The lines that the board shows, as they came, into a new file of one's own. Says what became of it. */
  readonly save: (file: string) => void;
  readonly stop: () => Promise<void>;
};

const NEAR_MS = 600_000;
const RAW_MAX = 70_000;
/** A line a person asked for is looked at as it came, but not in any length. */
const GONE = "this line is not held as it came any more";

function unitOf({ lastUnit }: State): Unit | null {
  if (lastUnit === null || lastUnit.facts.kind === "launchd") return null;
  return { unit: lastUnit.facts.unit, scope: lastUnit.facts.kind === "systemd-system" ? "system" : "user" };
}

/** The demo's gateway writes no file here: it is read as one far away. */
const targetOf = (target: Target): Target => (target.demo === null ? target : { ...target, local: false });

export function createLogDesk({ store, send, link, secrets, onCrash }: LogDeskOptions): LogDesk {
  let follow: LogFollow | null = null;
  let lookedAt = -Infinity;
  let sought: State["view"]["late"]["logs"]["seek"] = null;
  let askedAnew = false;
  const say = (text: string): void => send({ type: "note", at: Date.now(), text, tone: "plain" });

  function opened(target: Target): LogFollow {
    follow ??= createLogFollow({
      world: { ...createWorld(link), ...logFiles },
      target: targetOf(target),
      tap: send,
      clock: {
        after: (ms, run) => {
          const timer = setTimeout(run, ms);
          return () => clearTimeout(timer);
        },
      },
      secrets: () => [...secrets()],
      unit: () => unitOf(store.get()),
      onCrash,
    });
    return follow;
  }

  function lookingAt({ view }: State): Looking {
    const now = Date.now();
    const there = view.board === "logs" && view.frozen === null;
    if (there) lookedAt = now;
    return there ? "at it" : Math.abs(now - lookedAt) < NEAR_MS ? "near" : "away";
  }

  /** A moment that is not held is read for once. */
  function seek(state: State, reader: LogFollow): void {
    const { seek: wanted } = state.view.late.logs;
    if (wanted === sought || (wanted !== null && state.late.log.way === null)) return;
    sought = wanted;
    if (wanted === null || holdsMoment(state, wanted.at)) return;
    const told = (found: boolean): void =>
      found ? undefined : say(`the log that can be read here does not reach back to ${timeOfDay(wanted.at)}`);
    reader.at(wanted.at).then(told, onCrash);
  }

  /** Back at the newest line, after others were left out for older ones. */
  function renew(state: State, reader: LogFollow): void {
    const left = state.late.log.newer > 0 && state.view.late.logs.follow;
    if (left && !askedAnew) reader.anew();
    askedAnew = left;
  }

  function look(): void {
    const state = store.get();
    const looking = lookingAt(state);
    if (state.target === null || (follow === null && looking === "away")) return;
    const reader = opened(state.target);
    reader.look(looking);
    seek(state, reader);
    renew(state, reader);
  }

  const unsubscribe = store.subscribe(look);
  look();
  return {
    older: () => follow?.older(),
    json: (line) => {
      const raw = follow?.json(line) ?? null;
      if (raw === null) say(GONE);
      else send({ type: "log-json", at: Date.now(), line, json: harmless(hide(raw, secrets()), RAW_MAX) });
    },
    save: (file) => {
      const state = store.get();
      searchedOn(state.late.log, askedIn(state), () => false);
      const rows = rowsOf({ ...state, late: { ...state.late, log: { ...state.late.log } } });
      const text = (line: number): string | null => {
        const raw = follow?.json(line) ?? null;
        return raw === null ? null : hide(raw, secrets());
      };
      say(saveLines(file, rows.numbers(), state.late.log, text));
    },
    stop: async () => {
      unsubscribe();
      await follow?.stop();
    },
  };
}
