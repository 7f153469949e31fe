// `gatetop check`: one look, one line, and an exit code, as monitoring systems run it.
import type { OwnConfig } from "../../data/config/own-config.ts";
import type { State } from "../../data/state.ts";
import type { FoundGateway } from "../find/gateway.ts";
import { createLive, type Live } from "../live.ts";
import { logEvent } from "../log.ts";
import { tellMutes } from "../mutes/open-mutes.ts";
import { withOpened } from "../opened.ts";
import type { Options } from "../options.ts";
import { output } from "../output.ts";
import { tellOwnRestarts } from "../own-restarts.ts";
import { textSize } from "../terminal.ts";
import { enough, isChecked, PATIENCE_MS, wantsSecondLook } from "./enough.ts";
import { checkExits, judgedLook } from "./judged.ts";
import { checkJson, checkLine } from "./line.ts";

const TIMEOUT_S = 10;
/** Long enough for the kernel's clock ticks of 10 ms to give two digits. */
const SECOND_LOOK_MS = 400;

/** The state when enough was seen, or when the time was up. */
export function seenWithin(live: Pick<Live, "store" | "start" | "stop" | "refresh">, timeoutMs: number): Promise<State> {
  return new Promise((resolve) => {
    const beganAt = performance.now();
    const timers = [
      setTimeout(finish, timeoutMs),
      setTimeout(look, PATIENCE_MS),
      ...(wantsSecondLook(live.store.get()) ? [setTimeout(() => live.refresh(["process"]), SECOND_LOOK_MS)] : []),
    ];
    const unsubscribe = live.store.subscribe(look);
    function finish(): void {
      for (const timer of timers) clearTimeout(timer);
      unsubscribe();
      // Stopping makes everything the gateway said old.
      const state = live.store.get();
      live.stop();
      resolve(state);
    }
    function look(): void {
      // A timer may be early by a millisecond, and nothing may come after it.
      if (enough(live.store.get(), Math.ceil(performance.now() - beganAt) + 1)) finish();
    }
    live.start();
  });
}

/** Resolves with the exit code: 0 ok, 1 warning, 2 critical, 3 unknown. */
export function check(options: Options, found: FoundGateway, { alerts: settings }: Pick<OwnConfig, "alerts">): Promise<number> {
  return withOpened(options, found, { dashboard: false, onTrouble: () => undefined }, async (opened) => {
    const { link, demo, log, notes } = opened;
    for (const note of notes) output.err(`gatetop: ${note}\n`);
    const live = createLive({
      ...link,
      ...textSize(),
      rate: 1,
      readonly: "gatetop check only looks",
      settings,
      visible: isChecked,
      ...(demo ? { localProbes: demo.localProbes } : {}),
      tap: (event) => logEvent(log, event),
    });
    await tellOwnRestarts(opened, live.send);
    const unmuted = tellMutes(opened, live.send);
    if (unmuted !== null) output.err(`gatetop: ${unmuted}\n`);
    const state = await seenWithin(live, (options.timeout ?? TIMEOUT_S) * 1_000);
    const result = judgedLook(state, Object.keys(link.credentials).length > 0);
    await output.out(options.json ? `${JSON.stringify(checkJson(result), null, 2)}\n` : `${checkLine(result)}\n`);
    return checkExits[result.level];
  });
}
