// `gatetop check`: one look, one line, and an exit code, as monitoring systems run it.
import type { OwnConfig } from "../../data/config/own-config.ts";
import type { FoundGateway } from "../find/gateway.ts";
import { createLive } from "../live.ts";
import { logEvent } from "../log.ts";
import { tellMutes } from "../mutes/open-mutes.ts";
import { withOpened } from "../opened.ts";
import type { Options } from "../options.ts";
import { output } from "../output.ts";
import { tellOwnRestarts } from "../own-restarts.ts";
import { textSize } from "../terminal.ts";
import { isChecked } from "./enough.ts";
import { checkExits, judgedLook } from "./judged.ts";
import { checkJson, checkLine } from "./line.ts";
import { whenSeen } from "./when-seen.ts";

const TIMEOUT_S = 10;
/** For the line and the way out. */
const LAST_MS = 100;
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
    // Whoever gave it counts from the start of the program.
    const state = await whenSeen(live, Math.max(0, (options.timeout ?? TIMEOUT_S) * 1_000 - LAST_MS - performance.now()));
    live.stop();
    const result = judgedLook(state, Object.keys(link.credentials).length > 0);
    await output.out(options.json ? `${JSON.stringify(checkJson(result), null, 2)}\n` : `${checkLine(result)}\n`);
    return checkExits[result.level];
  });
}
