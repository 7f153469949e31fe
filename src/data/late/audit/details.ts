// Everything known of one row of the audit board.
import { lastValue } from "../../reading.ts";
import type { Activity } from "../../model/activity.ts";
import { toneOf, UNKNOWN } from "../../select/cell.ts";
import { attributionWords, shownFacts } from "../../select/proof.ts";
import { field, fieldsOf, originOf, type Field, type Section } from "../../select/section.ts";
import type { State } from "../../state.ts";
import { age, duration } from "../../units.ts";
import { approvalCells } from "./approvals.ts";
import { everyRow, type AuditRow } from "./audit-rows.ts";
import type { ClientRow } from "./clients.ts";
import type { Hole } from "./ledger.ts";
import { endingOf, operatorWords, requestWords, type OwnAction } from "./own-actions.ts";
import { markOf, momentWords, statusOf, whatOf } from "./words.ts";

/** Of a long run: its end, which is what a person looks for. */
const STEPS_SHOWN = 30;

const when = (at: number, now: number): string => `${new Date(at).toISOString()} · ${age(now - at)} ago`;
const known = (label: string, value: string | null): readonly Field[] => (value === null ? [] : [field(label, value)]);

function activityFields({ activity, dangerous, tookMs }: Extract<AuditRow, { row: "activity" }>, now: number): readonly Field[] {
  const { agent, sessionKey, runId, callId, tool, channel, conversation, error, by, sequence, type, action, at } = activity;
  return [
    field("time", when(at, now)),
    field("status", statusOf(activity), toneOf[markOf(activity, false)]),
    ...known("error", error),
    ...(tool === null ? [] : [field("tool", dangerous ? `${tool} · dangerous` : tool, dangerous ? "warn" : "plain")]),
    field("took", tookMs === null ? UNKNOWN : duration(tookMs)),
    ...known("agent", agent),
    ...known("session", sessionKey),
    ...known("channel", channel),
    ...known("conversation", conversation),
    ...known("by", by),
    ...known("run", runId),
    ...known("call", callId),
    field("kind", `${type} · ${action}`),
    field("number in the ledger", String(sequence)),
  ];
}

/** What else the same run did, as far as it was read, oldest first. */
function runFields(state: State, { runId }: Activity): readonly Field[] {
  const steps = auditRowsOfRun(state, runId);
  const left = steps.length - STEPS_SHOWN;
  const shown = steps.slice(-STEPS_SHOWN).map(({ activity, dangerous, tookMs, at }) => {
    const took = tookMs === null ? "" : ` · ${duration(tookMs)}`;
    const words = `${whatOf(activity)} ${statusOf(activity)}${took}${dangerous ? " · dangerous" : ""}`;
    return field(momentWords(at, state.now), words, toneOf[markOf(activity, dangerous)]);
  });
  return left > 0 ? [field("", `${left} more before`, "dim"), ...shown] : shown;
}

type ActivityRow = Extract<AuditRow, { row: "activity" }>;

/** Also rows that the filter leaves out. */
const auditRowsOfRun = (state: State, runId: string | null): readonly ActivityRow[] =>
  runId === null
    ? []
    : everyRow(state)
        .filter((row): row is ActivityRow => row.row === "activity" && row.activity.runId === runId)
        .toReversed();

function activitySections(state: State, row: ActivityRow): readonly Section[] {
  const { method } = state.late.activity;
  const origin = originOf(state, "activity").replace(/^audit\.activity\.list/u, method ?? "audit.activity.list");
  const steps = runFields(state, row.activity);
  return [
    { title: `${whatOf(row.activity)} ${statusOf(row.activity)}`, origin, fields: activityFields(row, state.now) },
    ...(steps.length < 2 ? [] : [{ title: "the same run", origin: null, fields: steps }]),
  ];
}

function ownSections(state: State, action: OwnAction): readonly Section[] {
  const { first, last } = action;
  const { mark, text, tookMs } = endingOf(action);
  const verdict = last.entry === "ended" ? last.verdict : null;
  const outcome = last.entry === "ended" ? last.outcome : null;
  const asked = verdict === null ? null : attributionWords(verdict);
  const milestones = last.entry === "began" ? [] : last.milestones;
  const evidence = verdict === null ? [] : shownFacts(verdict.facts);
  return [
    {
      title: requestWords(first.request),
      origin: `gatetop's own journal · ${first.id}`,
      fields: [
        field("time", when(first.at, state.now)),
        field("by", operatorWords(action)),
        field("gateway", [first.target.name, first.target.version ?? last.target.version ?? ""].join(" ").trim()),
        field("ended", text, toneOf[mark]),
        field("took", tookMs === null ? UNKNOWN : duration(tookMs)),
        ...(asked === null ? [] : [field("on whose request", asked)]),
        ...(outcome?.kind === "failed" && outcome.fix !== null ? [field("what to do", outcome.fix)] : []),
      ],
    },
    ...(milestones.length === 0
      ? []
      : [
          {
            title: "milestones",
            origin: null,
            fields: milestones.map(({ name, ms, detail }) => field(`+${duration(ms)}`, [name, detail].filter(Boolean).join(" · "))),
          },
        ]),
    ...(evidence.length === 0
      ? []
      : [
          {
            title: "evidence",
            origin: null,
            fields: evidence.map(({ name, values, says }) => field(name, `${says.text}${values === "" ? "" : ` · ${values}`}`, says.tone)),
          },
        ]),
  ];
}

export const holeWords = ({ count }: Hole): string =>
  count === 1 ? "at most 1 row was not read here" : `at most ${count} rows were not read here`;

const holeSections = (hole: Hole): readonly Section[] => [
  {
    title: holeWords(hole),
    origin: null,
    fields: [
      field("between", `${hole.below} and ${hole.above} in the ledger`),
      field("what to do", "n reads on from above, a page at a time"),
    ],
  },
];

export function rowSections(state: State, row: AuditRow): readonly Section[] {
  switch (row.row) {
    case "activity":
      return activitySections(state, row);
    case "own":
      return ownSections(state, row.action);
    case "hole":
      return holeSections(row.hole);
  }
}

export function clientSections(state: State, { entry, own, admin, kind }: ClientRow): readonly Section[] {
  const { scopes, ...rest } = entry;
  const judged = [
    field("is", own ? "this gatetop" : kind === "self" ? "the gateway itself" : kind === "gone" ? "gone: it disconnected" : "connected"),
    field("rights", scopes.length === 0 ? "none told" : scopes.join(" "), admin ? "warn" : "plain"),
  ];
  return [
    {
      title: entry.host ?? entry.clientId ?? "client",
      origin: originOf(state, "presence"),
      fields: [...judged, ...fieldsOf(rest, state.now)],
    },
  ];
}

export function approvalSections(state: State): readonly Section[] {
  const told = approvalCells(state).map(({ text, tone }) => field("", text, tone));
  const value = lastValue(state.snapshot.approvals);
  return [
    { title: "approvals", origin: originOf(state, "approvals"), fields: [...told, ...(value === null ? [] : fieldsOf(value, state.now))] },
  ];
}
