// `gatetop maintenance on|off|status`: a window in which the guard's hands are still and no problem calls. Nothing on the gateway is changed.
import type { Mute } from "../data/alerts/mute.ts";
import { maintenance as windowIn } from "../data/alerts/muted.ts";
import type { OwnConfig } from "../data/config/own-config.ts";
import { duration, timeOfDay } from "../data/units.ts";
import { exitCodes, type ExitCode } from "./exit-codes.ts";
import type { FoundGateway } from "./find/gateway.ts";
import { flagFileIn } from "./guard/flag-file.ts";
import type { MuteShelf } from "./mutes/mute-file.ts";
import { openMutes } from "./mutes/open-mutes.ts";
import type { Options } from "./options.ts";
import { output, type Output } from "./output.ts";

type Wanted = Pick<Options, "maintenance" | "for" | "reason" | "json">;

export type Maintaining = {
  readonly options: Wanted;
  /** Its address, as people know it. */
  readonly name: string;
  readonly shelf: Pick<MuteShelf, "read" | "ask">;
  /** The flag file that is there; null: none is. */
  readonly flagFile: () => string | null;
  readonly now: () => number;
  readonly output: Output;
};

const HOUR_MS = 3_600_000;

function windowWords({ until, since, by, reason }: Mute, now: number): string {
  const left = duration(Math.max(0, (until ?? now) - now));
  return `maintenance until ${timeOfDay(until ?? now)}, ${left} left: "${reason ?? ""}" (${by}, since ${timeOfDay(since)})`;
}

type Asked = { readonly mutes: readonly Mute[]; readonly trouble: string | null; readonly failed: boolean };

function asked({ options, shelf }: Maintaining): Asked {
  switch (options.maintenance) {
    case "on":
      // One at a time: a second one takes the place of the first.
      return shelf.ask([{ ask: "maintenance", forMs: options.for ?? HOUR_MS, reason: options.reason ?? "maintenance" }]);
    case "off":
      return shelf.ask([{ ask: "lift", key: null }]);
    default:
      return { ...shelf.read(), failed: false };
  }
}

/** Exit 0 when it is as it was asked for; with `status` always, whether a window is open or not. */
export async function keepMaintenance(maintaining: Maintaining): Promise<ExitCode> {
  const { options, name, now, output } = maintaining;
  const { mutes, trouble, failed } = asked(maintaining);
  if (trouble !== null) output.err(`gatetop: ${trouble}\n`);
  if (failed) {
    output.err(`  nothing was changed: ${options.maintenance === "off" ? "the window is as it was" : "no window was opened"}\n`);
    return exitCodes.failed;
  }
  const at = now();
  const window = windowIn({ mutes, now: at });
  const flagFile = maintaining.flagFile();
  if (options.json) {
    const told = window === null ? null : { since: window.since, until: window.until, by: window.by, reason: window.reason };
    await output.out(`${JSON.stringify({ schema: "gatetop-maintenance/1", at, target: name, window: told, flagFile }, null, 2)}\n`);
    return exitCodes.done;
  }
  const lines = [
    window === null ? `no maintenance window is open for ${name}` : `${name}: ${windowWords(window, at)}`,
    ...(flagFile === null ? [] : [`the guard is held while the file ${flagFile} is there`]),
  ];
  await output.out(`${lines.join("\n")}\n`);
  return exitCodes.done;
}

export function maintenance(options: Options, { target }: FoundGateway, { guard }: Pick<OwnConfig, "guard">): Promise<ExitCode> {
  return keepMaintenance({
    options,
    name: target.url,
    shelf: openMutes({ target, demo: null }),
    flagFile: () => flagFileIn(guard.flagFiles, target.stateDir),
    now: Date.now,
    output,
  });
}
