// Menus of what can be done: opened on the gateway or on a channel account, a row is chosen, its confirmation opens.
import { FORCE_DRAIN_MS, sameRequest, type ActionRequest, type ChannelVerb, type Preview } from "./action/request.ts";
import { channelSubject, runSubject } from "./action/subject.ts";
import { deferral } from "./select/deferral.ts";
import type { MenuAim, RunAim } from "./restart/run.ts";
import type { Overlay, State } from "./state.ts";

type Menu = Extract<Overlay, { kind: "menu" }>;

/** `timeline`: the one of the last restart, which is over. `preview` null: not known yet what it would do here. */
export type MenuRow =
  | { readonly kind: "choice"; readonly request: ActionRequest; readonly label: string; readonly preview: Preview | null }
  | { readonly kind: "timeline"; readonly label: string };

/** In the order of the menu, which has all but the guard's own. */
export const aimLabels: { readonly [A in RunAim]: string } = {
  graceful: "graceful restart",
  signal: "hot signal",
  service: "service restart",
  force: "bounded force",
  kill: "kill and start",
  start: "start the service",
  stop: "stop the service",
  resume: "end a suspension",
  "clean-up": "clean up and start",
};
const onCommandLine = /(?:gatetop restart )?--mode (graceful|signal|service|force)\b/gu;
/** The menu is of one account: its name is said already. */
const ofChannel = /\bgatetop channel (start|stop|restart)(?: \S+)?/gu;

/** What to do instead, where it can be chosen here: by the menu's own names. */
export const inMenuWords = (fix: string): string =>
  fix.replace(onCommandLine, (_, aim: RunAim) => aimLabels[aim]).replace(ofChannel, (_, verb: ChannelVerb) => verb);

const isOfMenu = (aim: RunAim): aim is MenuAim => aim !== "clean-up";
const aims = (Object.keys(aimLabels) as readonly RunAim[]).filter(isOfMenu).map((aim) => [aim, aimLabels[aim]] as const);

const verbs: readonly (readonly [ChannelVerb, string])[] = [
  ["restart", "restart"],
  ["stop", "stop"],
  ["start", "start"],
];

const restartOf = (aim: MenuAim): ActionRequest => ({
  action: "restart",
  aim,
  drainBudgetMs: aim === "force" ? FORCE_DRAIN_MS : null,
});

/** A channel's name has no slash; an account's may. */
function channelOf(verb: ChannelVerb, key: string): ActionRequest {
  const slash = key.indexOf("/");
  return { action: "channel", verb, channel: key.slice(0, slash), account: key.slice(slash + 1) };
}

const requestsOf: { readonly [M in Menu["menu"]]: (subject: string) => readonly (readonly [ActionRequest, string])[] } = {
  restart: () => aims.map(([aim, label]) => [restartOf(aim), label]),
  channel: (subject) => verbs.map(([verb, label]) => [channelOf(verb, subject), label]),
};

export function menuRows(state: State, { menu, subject, previews }: Menu): readonly MenuRow[] {
  const choices = requestsOf[menu](subject).map(([request, label]): MenuRow => {
    const preview = previews.find(({ choice }) => sameRequest(choice.request, request)) ?? null;
    return { kind: "choice", request, label, preview };
  });
  return menu === "restart" && state.run !== null ? [...choices, { kind: "timeline", label: "last restart" }] : choices;
}

const open = (state: State, overlay: Overlay): State => ({ ...state, view: { ...state.view, overlay } });
const confirmation = (request: ActionRequest, preview: Preview | null): Overlay => ({
  kind: "confirm",
  request,
  preview,
  typed: "",
  confirmed: false,
  scroll: 0,
});
const timeline: Overlay = { kind: "timeline", newerThan: null, scroll: 0 };

function menuOn(menu: Menu["menu"], subject: string): Menu {
  return { kind: "menu", menu, subject, previews: [], selected: 0, scroll: 0 };
}

const runsNow = ({ run }: State): boolean => run !== null && run.phase !== "over";

/** The menu, or the timeline while a restart is under way; the same key closes either. */
export function toggledRestart(state: State): State {
  const { overlay } = state.view;
  if (overlay.kind === "timeline" || (overlay.kind === "menu" && overlay.menu === "restart")) return open(state, { kind: "none" });
  return open(state, runsNow(state) ? timeline : menuOn("restart", ""));
}

export function toggledChannel(state: State): State {
  const { overlay } = state.view;
  if (overlay.kind === "menu" && overlay.menu === "channel") return open(state, { kind: "none" });
  const subject = channelSubject(state);
  return subject === null ? state : open(state, menuOn("channel", subject));
}

export function openedAbort(state: State): State {
  const sessionKey = runSubject(state);
  return sessionKey === null ? state : open(state, confirmation({ action: "abort", sessionKey, runId: null }, null));
}

export const openedForce = (state: State): State => open(state, confirmation(restartOf("force"), null));

export function selectedIn(state: State, menu: Menu): number {
  return Math.max(0, Math.min(menuRows(state, menu).length - 1, menu.selected));
}

/** Enter on a row. One that cannot be done says why. */
export function chosenInMenu(state: State, menu: Menu): State {
  const row = menuRows(state, menu)[selectedIn(state, menu)];
  if (row === undefined) return state;
  if (row.kind === "timeline") return open(state, timeline);
  const precondition = row.preview?.choice.precondition;
  if (precondition?.can === false) return { ...state, note: { at: state.now, text: precondition.why, tone: "warn" } };
  return open(state, confirmation(row.request, row.preview));
}

/** One level back from a confirmation: to where it was asked for. */
export function backFrom(state: State, { request, confirmed }: Extract<Overlay, { kind: "confirm" }>): State {
  if (confirmed || request.action === "abort") return open(state, { kind: "none" });
  if (request.action === "restart" && deferral(state.run) !== null) return open(state, timeline);
  const menu = request.action === "restart" ? menuOn("restart", "") : menuOn("channel", `${request.channel}/${request.account}`);
  const index = menuRows(state, menu).findIndex((row) => row.kind === "choice" && sameRequest(row.request, request));
  return open(state, { ...menu, selected: Math.max(0, index) });
}

/** Which previews must be asked for now that `after` follows `before`. */
export function previewsWanted(before: State, after: State): readonly ActionRequest[] {
  const was = before.view.overlay;
  const is = after.view.overlay;
  if (is.kind === "menu") {
    if (was.kind === "menu" && was.menu === is.menu && was.subject === is.subject) return [];
    return menuRows(after, is).flatMap((row) => (row.kind === "choice" ? [row.request] : []));
  }
  if (is.kind !== "confirm" || is.confirmed || (was.kind === "confirm" && was.request === is.request)) return [];
  return [is.request];
}
