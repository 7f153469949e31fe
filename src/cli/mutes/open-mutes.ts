// The mutes of the gateway that is looked at; an invented one has none on this host.
import os from "node:os";
import { thisOperator } from "../../actions/journal/operator.ts";
import { muteTarget } from "../../data/alerts/mute-file.ts";
import type { Event } from "../../data/events.ts";
import type { Opened } from "../opened.ts";
import { ownPaths } from "../own-paths.ts";
import { memoryMutes, openMuteFile, type MuteShelf } from "./mute-file.ts";

export function openMutes({ target, demo }: Pick<Opened, "target" | "demo">): MuteShelf {
  const common = { target: muteTarget(target.url), by: thisOperator().user, now: Date.now };
  return demo === null ? openMuteFile({ ...common, dir: ownPaths(process.env, os.homedir()).state }) : memoryMutes(common);
}

/** For one look: what is muted, and a sentence when the file is not as it should be. */
export function tellMutes(opened: Pick<Opened, "target" | "demo">, send: (event: Event) => void): string | null {
  const { mutes, trouble } = openMutes(opened).read();
  if (mutes.length > 0) send({ type: "mutes", at: Date.now(), mutes });
  return trouble;
}
