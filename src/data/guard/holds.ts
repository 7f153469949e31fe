// Why a repair that is due is not made now. The first that is true holds.
import type { Mute } from "../alerts/mute.ts";
import { endOf, liveMutes } from "../alerts/muted.ts";
import { isWaiting } from "./back-off.ts";
import type { Hold, RepairStep } from "./decision.ts";
import type { GuardInput } from "./input.ts";
import { atKillLimit, killAllowedAt } from "./kill-limit.ts";
import type { GuardMemory } from "./memory.ts";

/** Whoever snoozed one of these said that he knows, and wants it left as it is; an acknowledgement says only the first. */
const snoozedKeys: readonly string[] = ["silent/gateway", "port-closed/gateway"];

/** `until`: epoch ms; null: it has no end of its own. */
export type Held = { readonly hold: Hold; readonly until: number | null };

type Asked = { readonly memory: GuardMemory; readonly input: GuardInput; readonly step: RepairStep | null };
type Row = { readonly hold: Exclude<Hold, "none">; readonly until: (asked: Asked) => number | null | false; readonly why: string };

const muteOf = ({ input: { mutes, sight } }: Asked, is: (mute: Mute) => boolean): Mute | undefined =>
  mutes.length === 0 ? undefined : liveMutes(mutes, sight.at).findLast(is);

/** `why` is for docs/guard.md. */
export const holdRows: readonly Row[] = [
  {
    hold: "maintenance",
    until: (asked) => {
      if (asked.input.flagFile !== null) return null;
      const mute = muteOf(asked, ({ kind }) => kind === "maintenance");
      return mute === undefined ? false : endOf(mute);
    },
    why: "`gatetop maintenance on`, or a flag file, says that somebody works on it",
  },
  {
    hold: "snoozed",
    until: (asked) => {
      const mute = muteOf(asked, ({ kind, key }) => kind === "snooze" && key !== null && snoozedKeys.includes(key));
      return mute === undefined ? false : endOf(mute);
    },
    why: `one of the problems ${snoozedKeys.map((key) => `\`${key}\``).join(", ")} is snoozed`,
  },
  {
    hold: "given-up",
    until: ({ memory }) => (memory.gaveUp === null ? false : null),
    why: "the whole ladder was tried in vain, or nothing of it can be done here; it is tried again when something can be done after all, after a minute in which the gateway was well, after `gatetop guard rearm`, or after maintenance",
  },
  {
    hold: "kill-limit",
    until: ({ memory, input, step }) => {
      const nowMs = input.sight.monotonicMs;
      return step === "clean-up" && atKillLimit(memory, nowMs, input) ? killAllowedAt(memory, nowMs, input) : false;
    },
    why: "the next step would end the process by force, and one more unclean end would trip the gateway's crash-loop breaker",
  },
  {
    hold: "back-off",
    until: ({ memory, input }) => (isWaiting(memory.notBefore, input.sight.monotonicMs) ? (memory.notBefore?.at ?? null) : false),
    why: "the attempt before has just ended",
  },
  {
    hold: "remote",
    until: ({ input }) => (input.place.remote ? null : false),
    why: "the gateway is on another host: it is watched and told of, nothing else",
  },
];

export function holdOf(asked: Asked): Held {
  for (const { hold, until } of holdRows) {
    const end = until(asked);
    if (end !== false) return { hold, until: end };
  }
  return { hold: "none", until: null };
}

const byPeople: readonly Hold[] = ["maintenance", "snoozed"];
/** A person asked for silence. */
export const isMuted = (hold: Hold): boolean => byPeople.includes(hold);
