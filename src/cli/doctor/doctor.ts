// `gatetop doctor`: how the gateway is run and set up, and the words that mend it. Changes nothing, needs no token.
import type { OwnConfig } from "../../data/config/own-config.ts";
import type { Source } from "../../data/snapshot.ts";
import { diagnosis, doctorExit, doctorSources } from "../../data/service/doctor.ts";
import { doctorJson } from "../../data/service/doctor-json.ts";
import { doctorRows } from "../../data/service/doctor-text.ts";
import { marks } from "../../ui/theme.ts";
import { written } from "../act/paper.ts";
import { paperFor } from "../act/terminal-paper.ts";
import { realFiles } from "../find/files.ts";
import type { FoundGateway } from "../find/gateway.ts";
import { createLive } from "../live.ts";
import { logEvent } from "../log.ts";
import { withOpened } from "../opened.ts";
import type { Options } from "../options.ts";
import { output } from "../output.ts";
import { textSize } from "../terminal.ts";
import { configFindings } from "./config-findings.ts";
import { lookForDoctor, unreached } from "./look.ts";

const wanted: ReadonlySet<Source> = new Set<Source>([...doctorSources, "port", "healthz"]);

/** Resolves with the exit code: 0 right, 1 warnings, 2 something critical, 3 nothing could be looked at. */
export function doctor(options: Options, found: FoundGateway, { alerts: settings }: Pick<OwnConfig, "alerts">): Promise<number> {
  return withOpened(options, found, { dashboard: false, onTrouble: () => undefined }, async ({ link, demo, log }) => {
    const live = createLive({
      ...link,
      ...textSize(),
      rate: 1,
      readonly: "gatetop doctor only looks",
      settings,
      visible: (_, source) => wanted.has(source),
      ...(demo ? { localProbes: demo.localProbes } : {}),
      tap: (event) => logEvent(log, event),
    });
    const state = await lookForDoctor(live);
    const told = diagnosis(state, configFindings(found, realFiles), unreached(state));
    const text = options.json
      ? `${JSON.stringify(doctorJson(told), null, 2)}\n`
      : written(doctorRows(told, marks), paperFor(options, process.stdout));
    await output.out(text);
    return doctorExit(told);
  });
}
