// One look: wait until everything that can answer has answered, then print a frame or a JSON object.
import { raiseForOneShot } from "../data/alerts/advance.ts";
import { rules } from "../data/alerts/rules.ts";
import { inForce } from "../data/alerts/setting.ts";
import { current } from "../data/facts.ts";
import { FROZEN_MS, firstBad, ladder, silentForMs } from "../data/ladder.ts";
import { snapshotJson } from "../data/json/snapshot-json.ts";
import { sourceNames, sources, type Source } from "../data/snapshot.ts";
import type { State } from "../data/state.ts";
import type { Store } from "../data/store.ts";
import { isAskedOnce } from "../data/visible.ts";
import { exitCodes } from "./exit-codes.ts";
import type { Live } from "./live.ts";
import { refusedExit } from "./refused.ts";

/** Longer than any one probe may take; a look that has not ended by then shows what it has. */
const DEADLINE_MS = 10_000;

type Asked = (state: State, source: Source) => boolean;

/** Everything that is asked and can answer has: the local probes always can, RPCs only behind an open link. */
function complete(state: State, isAsked: Asked): boolean {
  const asked = sourceNames.filter((name) => isAsked(state, name));
  const answered = asked.filter((name) => state.snapshot[name].kind !== "pending");
  const local = asked.filter((name) => sources[name].via !== "rpc").every((name) => answered.includes(name));
  if (!local) return false;
  if (needsSecondLook(state)) return false;
  switch (state.link.phase) {
    case "open":
      return answered.length === asked.length;
    case "refused":
      return true;
    case "idle":
    case "connecting":
      return silentOrClosed(state);
    case "waiting":
      return silentOrClosed(state) || state.link.attempt > 2;
  }
}

/** A share of a core is the difference of two looks at the kernel's counters; `state` is null where the kernel shows none. */
function needsSecondLook({ snapshot: { process, host } }: State): boolean {
  const counted = process.kind === "ok" && process.value.found && process.value.state !== null;
  return counted && (process.value.cpuCores === null || (host.kind === "ok" && host.value.cpuPercent === null));
}

/** Long enough for the kernel's clock ticks of 10 ms to give two digits. */
const SECOND_LOOK_MS = 400;

function silentOrClosed(state: State): boolean {
  const port = current(state, "port");
  const process = current(state, "process");
  const stopped = process.kind === "ok" && process.value.found && process.value.state === "T";
  return (port.kind === "ok" && port.value.outcome !== "open") || stopped || silentForMs(state) >= FROZEN_MS;
}

function whenComplete(store: Store, isAsked: Asked): Promise<State> {
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      unsubscribe();
      resolve(store.get());
    };
    const timer = setTimeout(finish, DEADLINE_MS);
    const unsubscribe = store.subscribe(() => {
      if (complete(store.get(), isAsked)) finish();
    });
  });
}

/** What the exit code and standard error say of a look that found trouble on the way to the gateway. */
function reached(state: State): { readonly code: number; readonly sentence: string; readonly hint: string | null } {
  const link = state.link;
  if (link.phase === "open") return { code: exitCodes.done, sentence: "", hint: null };
  if (link.phase === "refused") return { code: refusedExit(link.refusal), sentence: link.refusal.why, hint: link.refusal.fix };
  const why = firstBad(ladder(state))?.why ?? "it did not answer in time";
  return { code: exitCodes.unreachable, sentence: `the gateway at ${state.target?.url ?? "?"} cannot be reached: ${why}`, hint: null };
}

export type Print = (state: State) => Promise<string>;

export const printJson: Print = async (state) => JSON.stringify(snapshotJson(state), null, 2);

/** One look, over when everything that is asked has answered, or is overdue. `meanwhile`: then, before the connection is closed. */
export async function looked(
  live: Live,
  isAsked: Asked = isAskedOnce,
  meanwhile: () => Promise<void> = () => Promise.resolve(),
): Promise<State> {
  live.start();
  const second = setTimeout(() => live.refresh(["process", "host"]), SECOND_LOOK_MS);
  const state = await whenComplete(live.store, isAsked);
  clearTimeout(second);
  await meanwhile();
  live.stop();
  return { ...state, late: live.store.get().late, alerts: raiseForOneShot(state.alerts, inForce(rules, state.settings)) };
}

/** Prints one look and gives the exit code. */
export async function lookOnce(
  live: Live,
  print: Print,
  out: (text: string) => Promise<void>,
  err: (text: string) => void,
  meanwhile?: () => Promise<void>,
): Promise<number> {
  const state = await looked(live, isAskedOnce, meanwhile);
  await out(`${await print(state)}\n`);
  const { code, sentence, hint } = reached(state);
  if (code !== 0) err(`gatetop: ${sentence}\n${hint === null ? "" : `  ${hint}\n`}`);
  return code;
}
