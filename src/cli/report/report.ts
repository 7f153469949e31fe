// `gatetop report`: one look, as Markdown on standard output.
import type { JournalEntry } from "../../data/action/journal.ts";
import type { OwnConfig } from "../../data/config/own-config.ts";
import { pseudonyms, realNames } from "../../data/recording/names.ts";
import { reportMarkdown, type ErrorLine } from "../../data/report/report.ts";
import type { Source } from "../../data/snapshot.ts";
import type { State } from "../../data/state.ts";
import { isAskedOnce } from "../../data/visible.ts";
import { ofGateway, ownJournal } from "../audit/journal-file.ts";
import { exitCodes } from "../exit-codes.ts";
import type { FoundGateway } from "../find/gateway.ts";
import { createLive } from "../live.ts";
import { logEvent } from "../log.ts";
import { looked } from "../once.ts";
import { withOpened } from "../opened.ts";
import type { Options } from "../options.ts";
import { output } from "../output.ts";
import { tellOwnRestarts } from "../own-restarts.ts";
import { textSize } from "../terminal.ts";
import { version } from "../version.ts";
import { askedErrors } from "./error-lines.ts";

/** The unit is what most reports are about. */
const isAsked = (state: State, source: Source): boolean => source === "unitAudit" || isAskedOnce(state, source);

/** Resolves with the exit code. A gateway that cannot be reached is what a report is for: that is no failure of it. */
export function report(options: Options, found: FoundGateway, { alerts: settings }: Pick<OwnConfig, "alerts">): Promise<number> {
  return withOpened(options, found, { dashboard: false, onTrouble: () => undefined }, async (opened) => {
    const { target, link, demo, log, secrets } = opened;
    const live = createLive({
      ...link,
      ...textSize(),
      rate: 1,
      readonly: "gatetop report only looks",
      settings,
      visible: isAsked,
      ...(demo ? { localProbes: demo.localProbes } : {}),
      tap: (event) => logEvent(log, event),
    });
    await tellOwnRestarts(opened, live.send);
    let errorLines: readonly ErrorLine[] | null = null;
    const state = await looked(live, isAsked, async () => {
      errorLines = live.store.get().link.phase === "open" ? await askedErrors(live.link.tap.request, secrets) : null;
    });
    const done = ofGateway(ownJournal(demo !== null).read().entries, target.url);
    await output.out(markdownOf(withJournal(state, done), options.names, errorLines));
    return exitCodes.done;
  });
}

/** Only the audit board reads it by itself. */
export const withJournal = (state: State, journal: readonly JournalEntry[]): State => ({ ...state, late: { ...state.late, journal } });

export const markdownOf = (state: State, names: boolean, errorLines: readonly ErrorLine[] | null): string =>
  reportMarkdown({
    state,
    names: names ? realNames : pseudonyms(),
    realNames: names,
    gatetop: version,
    node: process.version,
    errorLines,
  });
