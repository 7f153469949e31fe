// The dashboard's life: screen on, keys to effects, every way out gives the terminal back.
import { openSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { ReadStream } from "node:tty";
import { inspect } from "node:util";
import type { Actor } from "../data/action/ports.ts";
import type { ActionId } from "../data/actions.ts";
import { blockedWhy, isLate } from "../data/actions.ts";
import type { Attention } from "../data/config/own-config.ts";
import { runWords } from "../data/select/timeline.ts";
import type { State } from "../data/state.ts";
import type { Store } from "../data/store.ts";
import { leaves } from "../data/view.ts";
import { confirmedBy } from "../data/view-confirm.ts";
import { previewsWanted } from "../data/view-menu.ts";
import { mutesAskedBy } from "../data/view-mute.ts";
import { previewsOutdated } from "../data/view-outdated.ts";
import { cellDiff } from "../ui/cell-diff.ts";
import type { Look } from "../ui/theme.ts";
import { startScreen, type Screen } from "../ui/start.tsx";
import { watchAttention } from "./attention.ts";
import { createRepairs } from "./act/repairs.ts";
import { exitCodes } from "./exit-codes.ts";
import type { LauncherHooks } from "./launch/hooks.ts";
import type { Live } from "./live.ts";
import type { Log } from "./log.ts";
import type { MuteShelf } from "./mutes/mute-file.ts";
import { watchMutes } from "./mutes/watch-mutes.ts";
import { createChannelProber } from "./probe-channel.ts";
import type { Wishes, WishesOptions } from "./wishes.ts";

/**
 * The first picture is on the screen already. A frame costs as much as a handshake on this host: drawing the first one live saves
 * drawing an empty one before it.
 */
const FIRST_FRAME_WAIT_MS = 80;

/** `why`: for the journal, when a repair is under way. */
type Ending = Pick<Ended, "code"> & Partial<Ended> & { readonly crash: unknown; readonly why: string };

/** `next`: the address of the gateway that is to be shown instead. */
export type Ended = { readonly code: number; readonly next: string | null };

/** Loaded with the late boards, when there is time or a key needs them. */
const LATE_AFTER_MS = 700;

const signals = { SIGTERM: 143, SIGHUP: 129, SIGINT: exitCodes.interrupted, SIGQUIT: 131 } as const;

export type DashboardOptions = {
  /** Started already. */
  readonly live: Live;
  readonly look: Look;
  readonly log: Log;
  readonly hooks: LauncherHooks;
  /** Loads whoever acts; asked for once, by the first key that wants to change something. */
  readonly openActor: () => Promise<Actor>;
  readonly mutes: MuteShelf;
  readonly attention: Attention;
  /** Keys that mean something else here: true when it was one. */
  readonly keys?: (action: ActionId) => boolean;
  /** Loads the late boards and whoever carries out what their keys ask for. */
  readonly openWishes: (given: Pick<WishesOptions, "stdout" | "env" | "onAction" | "onTarget" | "onCrash">) => Promise<Wishes>;
};

/** Resolves once the terminal is as it was. */
export async function runDashboard(options: DashboardOptions): Promise<Ended> {
  const { live, look, log, hooks, openActor } = options;
  let end: (ending: Ending) => void = () => {};
  const ended = new Promise<Ending>((resolve) => {
    end = resolve;
  });
  // The journal first, and at once: who was hung up on may not come much further.
  const finish = (ending: Ending): void => {
    repairs.leave(ending.why);
    end(ending);
  };
  let screen: Screen | null = null;
  let wishes: Wishes | null = null;

  const onAction = (action: ActionId): void => {
    const state = live.store.get();
    if (options.keys?.(action) === true) return;
    if (action === "quit" && leaves(state)) return finish({ code: exitCodes.done, crash: null, why: "gatetop was quit" });
    live.store.send({ type: "acted", at: Date.now(), action });
    repairs.look(previewsWanted(state, live.store.get()));
    wishes?.after(state, { kind: "action", action });
    if (blockedWhy(state, action) !== undefined) return;
    mutes.ask(mutesAskedBy(state, { kind: "action", action }));
    if (action === "live-probe") prober.ask(state);
    if (action === "refresh") live.refresh();
    if (action === "suspend") screen?.suspend().catch(crash);
    if (action === "freeze" && live.store.get().view.frozen === null) live.refresh();
  };

  const onTyped = (key: string): void => {
    const state = live.store.get();
    const agreed = confirmedBy(state, key);
    live.store.send({ type: "typed", at: Date.now(), key });
    repairs.look(previewsWanted(state, live.store.get()));
    if (agreed !== null) repairs.perform(agreed);
    mutes.ask(mutesAskedBy(state, { kind: "typed", key }));
    wishes?.after(state, { kind: "typed", key });
  };

  const onTarget = (next: string): void => {
    const busy = busyWhy(live.store.get());
    if (busy === null) return finish({ code: exitCodes.done, crash: null, why: "another gateway was chosen", next });
    live.send({ type: "note", at: Date.now(), text: busy, tone: "warn" });
  };

  const crash = (error: unknown): void => finish({ code: exitCodes.failed, crash: error, why: "gatetop crashed" });
  const prober = createChannelProber({ request: live.link.tap.request, now: Date.now, send: live.send, onCrash: crash });
  const repairs = createRepairs({ open: openActor, send: live.send, onCrash: crash });
  const mutes = watchMutes({ shelf: options.mutes, store: live.store, send: live.send, now: Date.now, every });
  let last = live.store.get();
  const unsubscribe = live.store.subscribe(() => {
    const before = last;
    last = live.store.get();
    repairs.look(previewsOutdated(before, last));
  });
  const onSignal = Object.entries(signals).map(([name, code]) => [name, () => finish({ code, crash: null, why: name })] as const);
  for (const [name, end] of onSignal) process.on(name, end);
  process.on("uncaughtException", crash);
  process.on("unhandledRejection", crash);
  // A terminal that went away: nobody is left to draw for.
  process.stdout.on("error", () => finish({ code: exitCodes.failed, crash: null, why: "the terminal went away" }));
  const keyboard = openKeyboard();
  keyboard?.on("end", () => finish({ code: exitCodes.done, crash: null, why: "the keyboard went away" }));

  // From here on keys are ours: not echoed onto the first picture, and ctrl-c is the key it says it is.
  if (keyboard?.isTTY) keyboard.setRawMode(true);
  const over = await Promise.race([connected(live.store), pause(FIRST_FRAME_WAIT_MS), ended]);
  let unwatch = (): void => {};
  let stopWishes = (): void => {};
  if (over === undefined) {
    const stdout = cellDiff(process.stdout, { alternateShown: hooks.skeletonShown });
    unwatch = watchAttention({ store: live.store, stdout, attention: options.attention, env: process.env, ascii: look.ascii });
    let opening: Promise<void> | null = null;
    const open = async (): Promise<void> => {
      try {
        wishes = await options.openWishes({ stdout, env: process.env, onAction, onTarget, onCrash: crash });
        stopWishes = wishes.stop;
      } catch (error) {
        crash(error);
      }
    };
    const ready = (): Promise<void> => (opening ??= open());
    screen = startScreen({
      store: live.store,
      look,
      onAction,
      onTyped,
      awaits: (press) => (wishes === null && press.kind === "action" && isLate(press.action) ? ready() : null),
      onFirstFrame: () => {
        hooks.firstFrame();
        setTimeout(() => void ready(), LATE_AFTER_MS).unref();
      },
      stdout,
      stdin: keyboard ?? process.stdin,
    });
    screen.exited.then(() => finish({ code: exitCodes.done, crash: null, why: "the screen ended" }), crash);
  }

  const { code, crash: error, next = null } = await ended;
  if (error !== null) log.write("error", "crash", { error });
  unsubscribe();
  live.stop();
  mutes.stop();
  stopWishes();
  unwatch();
  await screen?.stop();
  if (screen === null) {
    hooks.leaveSkeleton();
    if (keyboard?.isTTY) keyboard.setRawMode(false);
  }
  for (const [name, end] of onSignal) process.off(name, end);
  process.off("uncaughtException", crash);
  process.off("unhandledRejection", crash);
  if (error !== null) process.stderr.write(crashReport(error));
  return { code, next };
}

/** Why this gateway cannot be left for another now; null: it can. */
function busyWhy({ run, acting }: State): string | null {
  const words = runWords(run);
  if (words !== null) return `${words}: not before it is over`;
  return acting === null || acting.step === "over" ? null : "an action is under way: not before it is over";
}

function every(ms: number, look: () => void): () => void {
  const timer = setInterval(look, ms);
  timer.unref();
  return () => clearInterval(timer);
}

/** Resolves when the link is open, or says why it is not. */
function connected(store: Store): Promise<void> {
  return new Promise((resolve) => {
    const settled = (): boolean => !["idle", "connecting"].includes(store.get().link.phase);
    if (settled()) return resolve();
    const unsubscribe = store.subscribe(() => {
      if (!settled()) return;
      unsubscribe();
      resolve();
    });
  });
}

/** With the token on standard input the keys come from the terminal itself; null when there is none. */
function openKeyboard(): NodeJS.ReadStream | null {
  if (process.stdin.isTTY) return process.stdin;
  try {
    return new ReadStream(openSync("/dev/tty", "r"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return null;
  }
}

function crashReport(error: unknown): string {
  const stack = inspect(error);
  return `gatetop: it crashed; this is a defect in gatetop, not in your gateway. Please report it with the lines below.\n${stack}\n`;
}
