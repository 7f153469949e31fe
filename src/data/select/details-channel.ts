// Every field of one channel account, beside what gatetop saw of it itself.
import type { AccountWatch, StateChange } from "../channels/account-watch.ts";
import { clockAheadMs } from "../channels/deaf-accounts.ts";
import { usualGapMs } from "../channels/usual-gap.ts";
import type { State } from "../state.ts";
import { age, duration } from "../units.ts";
import { barRow } from "./bars.ts";
import { cell, UNKNOWN, unknown } from "./cell.ts";
import { channelBoard, ladderCell, probeCell, type Row } from "./channel-board.ts";
import { channelRows, deafWords } from "./channels.ts";
import { startsWords } from "./counters.ts";
import { selectedIndex, rowKeys } from "./rows.ts";
import { field, fieldsOf, originOf, readingSection, type Field, type Section } from "./section.ts";
import { restartColumns } from "../restart-marks.ts";

const HOUR_MS = 3_600_000;
/** One column each two minutes. */
const HOUR_COLUMNS = 30;
const CHANGES_SHOWN = 12;

/** `2m40s ago` → `recovering, for 38s`. */
function changeField({ at, state }: StateChange, until: number | null, now: number): Field {
  const words = state === "unknown" ? "nobody looked" : state;
  return field(`${age(now - at)} ago`, until === null ? `${words}, since then` : `${words}, for ${duration(until - at)}`);
}

function changeFields({ changes }: AccountWatch, now: number): readonly Field[] {
  return changes
    .map((change, index) => changeField(change, changes[index + 1]?.at ?? null, now))
    .toReversed()
    .slice(0, CHANGES_SHOWN);
}

function seenFields(state: State, row: Row, watch: AccountWatch): readonly Field[] {
  const usualMs = usualGapMs(watch.inboundGapsMs);
  const gaps = watch.inboundGapsMs.length;
  const down = row.flaps(HOUR_COLUMNS).map((share) => (share === null ? null : 1 - share));
  return [
    field("down in the last hour", barRow(down, 1, restartColumns(state, HOUR_MS, HOUR_COLUMNS)).replaceAll(" ", "\u00a0")),
    field("watched for", age(state.now - watch.since)),
    field("usual gap", usualMs === null ? UNKNOWN : `at most ${age(usualMs)}, of ${gaps} gap${gaps === 1 ? "" : "s"} seen`),
    field("connection beats", watch.transportPeriodMs === null ? UNKNOWN : `each ${age(watch.transportPeriodMs)} or sooner`),
  ];
}

/** How often it was started, and by what: the log's reasons are the gateway's own. */
function ledgerFields({ starts }: Row): readonly Field[] {
  const reasons = Object.entries(starts.byReason).sort(([, a], [, b]) => b - a);
  return [field("starts last hour", startsWords(starts)), ...reasons.map(([reason, count]) => field(`by ${reason}`, String(count)))];
}

function probeFields({ probe }: Row, now: number): readonly Field[] {
  if (probe === null) return [{ label: "live probe", value: cell("not asked: p asks its server", "dim") }];
  const outcome: Field = { label: "live probe", value: probeCell(probe, now) };
  return probe.why === null ? [outcome] : [outcome, field("why", probe.why, probe.outcome === "failed" ? "bad" : "warn")];
}

function judgedFields(state: State, row: Row): readonly Field[] {
  const { deaf, ladder } = row;
  const gatewayNow = state.now + clockAheadMs(state);
  return [
    field("state", row.state, "strong"),
    ...(deaf === null ? [] : [field(deafWords(deaf), deaf.why, deaf.sure ? "bad" : "warn")]),
    ...(ladder === null ? [] : [{ label: "retries of the gateway", value: ladderCell(ladder, gatewayNow) }]),
    ...probeFields(row, state.now),
  ];
}

function chosenRow(state: State): Row | null {
  const keys = rowKeys(state, "channels");
  const key = keys[selectedIndex(state, "channels", keys)];
  return key === undefined ? null : channelBoard(state).find(key);
}

export function channelSections(state: State): readonly Section[] {
  const row = chosenRow(state);
  if (row === null) return [readingSection(state, "channels", "channels")];
  const watch = state.accounts.get(row.key);
  const { probe: _, ...account } = row.account;
  const issue = channelRows(state).find(({ key }) => key === row.key)?.issue ?? null;
  const seen = watch === undefined ? [{ label: "watched", value: unknown }] : seenFields(state, row, watch);
  return [
    { title: row.key, origin: null, fields: judgedFields(state, row) },
    ...(issue === null
      ? []
      : [{ title: "the gateway's judgement", origin: "channels.status · statusIssues", fields: fieldsOf(issue, state.now) }]),
    { title: "seen by gatetop", origin: null, fields: [...ledgerFields(row), ...seen] },
    ...(watch === undefined ? [] : [{ title: "states of the last hour", origin: null, fields: changeFields(watch, state.now) }]),
    { title: "as the gateway tells it", origin: originOf(state, "channels"), fields: fieldsOf(account, state.now) },
  ];
}
