// Whether a process may be ended by force: it is the gateway for certain, it is ours to end, and nobody else is hit. Any doubt means no.
import type { NamedProcess } from "../action/request.ts";
import type { EndFacts } from "./end-facts.ts";

export type MayEnd =
  | { readonly may: true; readonly process: NamedProcess }
  | { readonly may: false; readonly code: string; readonly why: string };

type Doubt = { readonly code: string; readonly when: (facts: EndFacts) => boolean; readonly why: (facts: EndFacts) => string };

const pid = ({ process }: EndFacts): string => `pid ${process?.pid ?? "?"}`;

const isLocked = ({ lock, process }: EndFacts): boolean => lock !== null && lock.pid === process?.pid;

/** In the order a person would look: is it there, is it the one that is meant, is it the gateway, whose is it, who else is near. */
const doubts: readonly Doubt[] = [
  { code: "gone", when: ({ process }) => process === null, why: () => "no process of the gateway is found" },
  {
    code: "other-process",
    when: ({ meant, process }) => meant !== null && (process?.pid !== meant.pid || process.startTicks !== meant.startTicks),
    why: ({ meant, process }) => `it was about pid ${meant?.pid}, and the gateway's process is ${process?.pid} now`,
  },
  {
    code: "not-linux",
    when: ({ process, around }) => process?.startTicks === null || around === null,
    why: (facts) => `no start time names ${pid(facts)} here, so that another process could be hit`,
  },
  {
    code: "recycled-pid",
    when: (facts) => isLocked(facts) && facts.lock?.startTicks !== null && facts.lock?.startTicks !== facts.process?.startTicks,
    why: (facts) => `${pid(facts)} did not start when the lock file says: it is another process by now`,
  },
  {
    code: "not-proved",
    when: (facts) => facts.process?.pid !== facts.mainPid && !(isLocked(facts) && facts.lock?.startTicks === facts.process?.startTicks),
    why: (facts) => `neither the lock file nor the service manager says that ${pid(facts)} is the gateway`,
  },
  {
    code: "traced",
    when: ({ process, around }) => process?.state === "t" || around?.traced !== false,
    why: (facts) =>
      facts.around?.traced === null ? `whether a debugger holds ${pid(facts)} could not be read` : `a debugger holds ${pid(facts)}`,
  },
  {
    code: "own-process",
    when: ({ around }) => around?.ours === true,
    why: (facts) => `gatetop was started by ${pid(facts)} or lives in its control group: it would end itself`,
  },
  {
    code: "not-permitted",
    // Whoever starts it again must be who it ran as: root only where the service manager does that.
    when: ({ around, supervised }) => around?.uid !== around?.ownUid && !(around?.ownUid === 0 && supervised),
    why: (facts) => `${pid(facts)} belongs to another user (uid ${facts.around?.uid ?? "unknown"})`,
  },
];

export function mayEnd(facts: EndFacts): MayEnd {
  const doubt = doubts.find(({ when }) => when(facts));
  if (doubt !== undefined) return { may: false, code: doubt.code, why: doubt.why(facts) };
  const { process } = facts;
  if (process === null || process.startTicks === null) return { may: false, code: "gone", why: "no process of the gateway is found" };
  return { may: true, process: { pid: process.pid, startTicks: process.startTicks } };
}
