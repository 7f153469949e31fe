// What the last looks at the gateway's door showed: does the port open, does HTTP answer. Pure.
import type { Event } from "../data/events.ts";

/** null before the first look. */
export type Door = { readonly portOpen: boolean | null; readonly httpAnswers: boolean | null };

export const unseen: Door = { portOpen: null, httpAnswers: null };

export function look(door: Door, event: Event): Door {
  if (event.type !== "sampled") return door;
  if (event.source === "port") return { ...door, portOpen: event.value.outcome === "open" };
  // A web page is an answer too: old releases have no probe URL.
  if (event.source === "healthz") return { ...door, httpAnswers: event.value.outcome === "answered" || event.value.outcome === "not-json" };
  return door;
}

/** What two looks tell together: it opened, it speaks again, it fell silent. */
export function turnOf(before: Door, after: Door): "opened" | "spoke" | "silent" | null {
  if (before.httpAnswers !== false && after.httpAnswers === false) return "silent";
  if (before.httpAnswers === false && after.httpAnswers === true) return "spoke";
  if (before.portOpen === false && after.portOpen === true) return "opened";
  return null;
}
