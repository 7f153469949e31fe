// Event update.available, and `updateAvailable` of hello's snapshot.
import type { UpdateAvailable } from "../../model/upkeep.ts";
import { decoding, maybe, text, type Fields } from "./field.ts";

/** Null: the gateway knows of no newer release. */
export function decodeUpdateAvailable(payload: unknown): UpdateAvailable | null {
  return decoding("update.available", payload, updateAvailableOf);
}

/** From the object that has it as `updateAvailable`. */
export function updateAvailableOf(from: Fields): UpdateAvailable | null {
  const update = maybe(from, "updateAvailable");
  const [current, latest] = update === null ? [null, null] : [text(update, "currentVersion", 60), text(update, "latestVersion", 60)];
  if (update === null || current === null || latest === null) return null;
  return { current, latest, channel: text(update, "channel", 40) };
}
