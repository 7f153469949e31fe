// --replay F: the screen of then. No link, no probe, no gateway: nothing is opened but the file.
import type { ActionId } from "../../data/actions.ts";
import type { Store } from "../../data/store.ts";
import { initialState, update } from "../../data/update.ts";
import type { DashboardOptions } from "../dashboard.ts";
import { exitCodes } from "../exit-codes.ts";
import { loadLate } from "../late.ts";
import type { LauncherHooks } from "../launch/hooks.ts";
import type { Live } from "../live.ts";
import { openLog } from "../log.ts";
import type { MuteShelf } from "../mutes/mute-file.ts";
import { printJson } from "../once.ts";
import type { Options } from "../options.ts";
import { output } from "../output.ts";
import { textFrame } from "../print-frame.ts";
import { redirectConsole } from "../redirect-console.ts";
import { lookFor, sizeOf, textSize, wantsDashboard } from "../terminal.ts";
import { createPlayer, type Player } from "./player.ts";
import { openTape } from "./tape.ts";

const clock = {
  now: () => performance.now(),
  set: (run: () => void, ms: number) => setTimeout(run, ms),
  clear: (timer: unknown) => clearTimeout(timer as NodeJS.Timeout),
};

/** Resolves with the exit code. */
export async function replay(options: Options, file: string, hooks: LauncherHooks): Promise<number> {
  const opened = openTape(file);
  if (opened.kind === "failed") {
    hooks.leaveSkeleton();
    output.err(`gatetop: ${opened.sentence}\n  a recording is made with gatetop --record FILE\n`);
    return exitCodes.failed;
  }
  await loadLate();
  const { tape } = opened;
  const dashboard = wantsDashboard(options);
  const size = dashboard ? sizeOf(process.stdout) : textSize();
  const first = initialState({ now: tape.from, ...size, rate: tape.header.rate });
  const player = createPlayer({ tape, first, update, speed: options.speed ?? 1, paused: options.step, clock });
  if (dashboard) return showReplay(options, player, hooks);
  hooks.leaveSkeleton();
  player.toEnd();
  if (player.unfit() > 0) output.err(`gatetop: ${unfitWords(player.unfit())}\n`);
  await output.out(`${await (options.json ? printJson : textFrame(options))(player.store.get())}\n`);
  return exitCodes.done;
}

const unfitWords = (count: number): string => `${count} ${count === 1 ? "line" : "lines"} of the recording cannot be read and are left out`;

/** Keys that mean the tape; the others act on the screen, or say that this is a replay. */
const tapeKeys: { readonly [A in ActionId]?: (player: Player) => void } = {
  freeze: (player) => player.toggle(),
  faster: (player) => player.faster(),
  slower: (player) => player.slower(),
  "step-forward": (player) => player.step(1),
  "step-back": (player) => player.step(-1),
};

/** What was muted then; nothing is muted now. */
const recordedMutes = (store: Store): MuteShelf => {
  const read = () => ({ mutes: store.get().mutes, trouble: null, failed: false });
  return { read, ask: read, version: () => "" };
};

async function showReplay(options: Options, player: Player, hooks: LauncherHooks): Promise<number> {
  const { store } = player;
  const nothing = (): Promise<never> => Promise.reject(new Error("this is a replay: nothing is asked"));
  const live: Live = {
    store,
    link: {
      tap: { state: () => store.get().link, request: nothing, retryNow: () => undefined, listen: () => () => undefined },
      methods: () => null,
    },
    send: store.send,
    start: player.start,
    refresh: () => undefined,
    stop: player.stop,
  };
  const log = openLog({
    file: options.log,
    now: Date.now,
    onFailure: (text) => store.send({ type: "note", at: Date.now(), text, tone: "warn" }),
  });
  const restoreConsole = redirectConsole(log);
  try {
    const { runDashboard } = await import("../dashboard.ts");
    const { createWishes } = await import("../wishes.ts");
    const openWishes: DashboardOptions["openWishes"] = async (given) =>
      createWishes({ ...given, opened: { secrets: new Set(), demo: null }, live, link: null, recording: null, names: options.names });
    live.start();
    const { code } = await runDashboard({
      live,
      look: lookFor(options),
      log,
      hooks,
      openActor: nothing,
      mutes: recordedMutes(store),
      attention: { bell: false, notify: "off", title: true },
      openWishes,
      keys: (action) => {
        const act = tapeKeys[action];
        act?.(player);
        return act !== undefined;
      },
    });
    return code;
  } finally {
    player.stop();
    restoreConsole();
    log.close();
  }
}
