// A row of the ledger in words.
import type { Activity } from "../../model/activity.ts";
import type { Mark } from "../../select/cell.ts";
import { timeOfDay } from "../../units.ts";

const two = (value: number): string => String(value).padStart(2, "0");

/** 14:03:22, with the day before it when it is another. In the terminal's time zone. */
export function momentWords(at: number, now: number): string {
  const date = new Date(at);
  const time = `${timeOfDay(at)}:${two(date.getSeconds())}`;
  if (new Date(now).toDateString() === date.toDateString()) return time;
  return `${two(date.getMonth() + 1)}-${two(date.getDate())} ${time}`;
}

const kinds: Readonly<Record<string, string>> = {
  agent_run: "run",
  inbound_message: "message in",
  outbound_message: "message out",
};

/** What was done: the tool by its name, else what kind of row it is. */
export const whatOf = ({ type, tool }: Activity): string => tool ?? kinds[type] ?? type.replaceAll("_", " ");

const marks: Readonly<Record<string, Mark>> = {
  failed: "bad",
  cancelled: "warn",
  timed_out: "bad",
  blocked: "warn",
};

/** What failed before what is dangerous: both are said in words besides. */
export const markOf = ({ status }: Activity, dangerous: boolean): Mark => marks[status] ?? (dangerous ? "warn" : "none");

export const statusOf = ({ status }: Activity): string => status.replaceAll("_", " ");

/** `dangerous · tool_failed · telegram 46c97d73` */
export function notesOf(activity: Activity, dangerous: boolean): string {
  const { channel, conversation, error } = activity;
  const where = [channel, conversation].filter((word) => word !== null).join(" ");
  return [dangerous ? "dangerous" : "", error ?? "", where].filter((word) => word !== "").join(" · ");
}
