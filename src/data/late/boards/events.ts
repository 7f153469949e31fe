// Board 5: what the diagnostics ring tells, counted and one by one.
import type { DiagnosticRecord } from "../../model/sessions.ts";
import { listed, selectedIndex } from "../../select/rows.ts";
import type { LatePanelId, State } from "../../state.ts";
import { eventSections, trafficSections } from "../events/details.ts";
import { eventList, type EventRow } from "../events/event-rows.ts";
import { trafficRows, type TrafficRow } from "../events/traffic-rows.ts";
import type { LateBoard } from "../late.ts";

export function chosenEvent(state: State): EventRow | null {
  const list = eventList(state);
  return list.rows[selectedIndex(state, "events", list)] ?? null;
}

function chosenTraffic(state: State): TrafficRow | null {
  const rows = trafficRows(state);
  return rows[selectedIndex(state, "traffic", listed(rows.map(({ key }) => key)))] ?? null;
}

/** On the newest row the selection stays with whatever is newest. */
function withNewest(state: State): State {
  const key = state.view.selected.events;
  if (key === undefined || eventList(state).indexOf(key) !== 0) return state;
  const { events: _, ...selected } = state.view.selected;
  return { ...state, view: { ...state.view, selected } };
}

const SESSION = "session:";

/** A record of a queue names its lane; the lane of a session names the session. */
function laneOf({ type, source }: DiagnosticRecord): { readonly lane?: string; readonly sessionKey?: string } {
  if (source?.startsWith(SESSION) === true) return { sessionKey: source.slice(SESSION.length) };
  return type.startsWith("queue.lane.") && source !== null ? { lane: source } : {};
}

export const eventsBoard: LateBoard = {
  panels: ["events", "traffic"],
  rows: (state, panel: LatePanelId) =>
    panel === "events" ? eventList(state) : listed(panel === "traffic" ? trafficRows(state).map(({ key }) => key) : []),
  details: (state, panel) => {
    const event = panel === "events" ? chosenEvent(state) : null;
    const traffic = panel === "traffic" ? chosenTraffic(state) : null;
    return event !== null ? eventSections(state, event) : traffic !== null ? trafficSections(state, traffic) : [];
  },
  copied: (state, panel) => {
    if (panel !== "events") return chosenTraffic(state);
    const event = chosenEvent(state);
    return event?.row === "record" ? { ...event.record, ...laneOf(event.record) } : event;
  },
  moved: (_, after) => withNewest(after),
};
