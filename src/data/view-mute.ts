// The menus of silence: how long a problem is snoozed, how long the gateway is worked on and why.
import { acknowledged, muteSubject } from "./alerts/mute-subject.ts";
import type { MuteRequest } from "./alerts/mute.ts";
import { liveMutes, maintenance } from "./alerts/muted.ts";
import type { Overlay, State } from "./state.ts";
import { isCharacter, isTyped, type Typist } from "./typist.ts";
import type { Press } from "./view-press.ts";

type Menu = Extract<Overlay, { kind: "mute" }>;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const REASON_MAX = 200;

/** What a row asks for when it is chosen; `forMs` alone: how long, and the reason is asked next. */
export type MuteRow = {
  readonly label: string;
  readonly chosen: { readonly asks: readonly MuteRequest[] } | { readonly forMs: number };
};

const durations = {
  "15 minutes": 15 * MINUTE_MS,
  "1 hour": HOUR_MS,
  "4 hours": 4 * HOUR_MS,
} as const;

function snoozeRows(state: State, keys: readonly string[]): readonly MuteRow[] {
  const asks = (label: string, request: (key: string) => MuteRequest): MuteRow => ({ label, chosen: { asks: keys.map(request) } });
  const rows = (["15 minutes", "1 hour"] as const).map((label) => asks(label, (key) => ({ ask: "snooze", key, forMs: durations[label] })));
  const said = liveMutes(state.mutes, state.now).some(({ key }) => key !== null && keys.includes(key));
  return [
    ...rows,
    asks("until recovered", (key) => ({ ask: "snooze", key, forMs: null })),
    ...(said ? [asks("take it back", (key) => ({ ask: "lift", key }))] : []),
  ];
}

function windowRows(state: State): readonly MuteRow[] {
  const rows = Object.entries(durations).map(([label, forMs]): MuteRow => ({ label, chosen: { forMs } }));
  return maintenance(state) === null ? rows : [{ label: "end it now", chosen: { asks: [{ ask: "lift", key: null }] } }, ...rows];
}

export const muteRows = (state: State, { menu, keys }: Menu): readonly MuteRow[] =>
  menu === "snooze" ? snoozeRows(state, keys) : windowRows(state);

const open = (state: State, overlay: Overlay): State => ({ ...state, view: { ...state.view, overlay } });
const closed = (state: State): State => open(state, { kind: "none" });
const menuOn = (menu: Menu["menu"], keys: readonly string[], about: string): Menu => ({
  kind: "mute",
  menu,
  keys,
  about,
  selected: 0,
  forMs: null,
  typed: "",
  scroll: 0,
});

const isOpen = ({ view: { overlay } }: State, menu: Menu["menu"]): boolean => overlay.kind === "mute" && overlay.menu === menu;

export function toggledSnooze(state: State): State {
  if (isOpen(state, "snooze")) return closed(state);
  const subject = muteSubject(state);
  return subject === null ? state : open(state, menuOn("snooze", subject.keys, subject.about));
}

export function toggledMaintenance(state: State): State {
  return isOpen(state, "maintenance") ? closed(state) : open(state, menuOn("maintenance", [], "every problem of this gateway"));
}

export function selectedMute(state: State, menu: Menu): number {
  return Math.max(0, Math.min(muteRows(state, menu).length - 1, menu.selected));
}

export function movedInMute(state: State, menu: Menu, move: (from: number, last: number, page: number) => number): State {
  const last = muteRows(state, menu).length - 1;
  const selected = Math.max(0, Math.min(last, move(selectedMute(state, menu), last, last)));
  return selected === menu.selected ? state : open(state, { ...menu, selected });
}

/** Enter on a row: it is done, or its reason is asked for. */
export function chosenMute(state: State, menu: Menu): State {
  const chosen = muteRows(state, menu)[selectedMute(state, menu)]?.chosen;
  return chosen !== undefined && "forMs" in chosen ? open(state, { ...menu, forMs: chosen.forMs, typed: "", scroll: 0 }) : closed(state);
}

/** One level back: from the reason to how long. */
export const backInMute = (state: State, menu: Menu): State =>
  menu.forMs === null ? closed(state) : open(state, { ...menu, forMs: null, typed: "", scroll: 0 });

const reasonOf = ({ view: { overlay } }: State): Menu | null => (overlay.kind === "mute" && overlay.forMs !== null ? overlay : null);

export const typesReason = (state: State): boolean => reasonOf(state) !== null;

function typedReason(state: State, menu: Menu, key: string): State {
  if (key === "enter") {
    if (menu.typed.trim() !== "") return closed(state);
    return { ...state, note: { at: state.now, text: "say why, for whoever finds it muted: then enter", tone: "warn" } };
  }
  const letters = Array.from(menu.typed);
  const letter = key === "space" ? " " : isCharacter(key) ? key : "";
  const next = key === "backspace" ? letters.slice(0, -1) : [...letters, letter].slice(0, REASON_MAX);
  return open(state, { ...menu, typed: next.join("") });
}

/** While a reason is typed every letter belongs to it. */
export const reasonTypist: Typist = {
  pastes: true,
  takes: (state, key) => typesReason(state) && (isTyped(key) || key === "space"),
  typed: (state, key) => {
    const menu = reasonOf(state);
    return menu === null ? state : typedReason(state, menu, key);
  },
};

/** What this key, pressed now, asks of whoever keeps the mutes. */
export function mutesAskedBy(state: State, press: Press): readonly MuteRequest[] {
  const { overlay } = state.view;
  if (press.kind === "action" && press.action === "ack") return acknowledged(state);
  if (overlay.kind !== "mute") return [];
  if (press.kind === "action" && press.action === "details" && overlay.forMs === null) {
    const chosen = muteRows(state, overlay)[selectedMute(state, overlay)]?.chosen;
    return chosen !== undefined && "asks" in chosen ? chosen.asks : [];
  }
  const reason = overlay.typed.trim();
  const done = press.kind === "typed" && press.key === "enter" && overlay.forMs !== null && reason !== "";
  return done && overlay.forMs !== null ? [{ ask: "maintenance", forMs: overlay.forMs, reason }] : [];
}
