// The incident report: Markdown that can be given to anybody. Names are pseudonyms, texts are kept word by word from a list of words
// that are nobody's, and what was not seen is said.
import { evidenceSections } from "../select/evidence.ts";
import { alertsOf, problemRows } from "../alerts/problems.ts";
import { problemLine } from "../alerts/problem-line.ts";
import { ladder } from "../ladder.ts";
import { channelState, type ChannelAccount } from "../model/channels.ts";
import { lastValue } from "../reading.ts";
import type { Names } from "../recording/names.ts";
import { preambleOf } from "../recording/preamble.ts";
import { release } from "../recording/scrub.ts";
import { scrubbedEvent } from "../recording/scrub-event.ts";
import { target as scrubbedTarget } from "../recording/scrub-host.ts";
import { gatewayRows } from "../select/gateway.ts";
import type { Field } from "../select/section.ts";
import { versionFact } from "../facts.ts";
import { sourceNames, sources } from "../snapshot.ts";
import type { State } from "../state.ts";
import { age, latency } from "../units.ts";
import { verdict } from "../verdict.ts";
import { heading, list, orNone, plain, table } from "./markdown.ts";
import { momentsOf } from "./moments.ts";

/** A line of level ERROR or FATAL, as the log has it. */
export type ErrorLine = { readonly at: number | null; readonly subsystem: string | null; readonly message: string };

export type ReportGiven = {
  readonly state: State;
  readonly names: Names;
  /** Real names stand in it, because somebody asked for them. */
  readonly realNames: boolean;
  readonly gatetop: string;
  readonly node: string;
  /** Newest last; null: the log was not read. */
  readonly errorLines: readonly ErrorLine[] | null;
};

const LINES = 20;

/** UTC: whoever reads it is elsewhere. */
const timeOf = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;
const clockOf = (at: number): string => new Date(at).toISOString().slice(11, 19);

type Told = ReportGiven & { readonly say: (text: string) => string };

function verdictPart({ state, say }: Told): string {
  const { level, summary, remedy, since } = verdict(state);
  const lines = [`**${level.toUpperCase()}**: ${say(summary)}`];
  if (since !== null) lines.push(`seen since ${timeOf(since)} (${age(state.now - since)})`);
  if (remedy !== null) lines.push(`what to do: ${say(remedy)}`);
  return lines.join("  \n");
}

const ladderPart = ({ state, say }: Told): string =>
  table(
    ["rung", "status", "took", "why"],
    ladder(state).map(({ rung, status, ms, why, note }) => [rung, status, ms === null ? "" : latency(ms), say(why ?? note ?? "")]),
  );

const fieldWords = ({ label, value }: Field, say: (text: string) => string): string => `${say(label)}: ${say(value.text)}`;

function problemsPart({ state, say }: Told): string {
  const rows = problemRows(state);
  if (rows.length === 0) return "No problem is known.";
  return rows
    .map((row) => {
      const { severity, subject, message, remedy, since, id } = problemLine(row, state.now);
      const muted = row.mute === null ? [] : [`muted: ${row.mute.kind}`];
      const about = [
        `seen since ${timeOf(since)} (${age(state.now - since)})`,
        ...(remedy === null ? [] : [`what to do: ${say(remedy)}`]),
        ...muted,
      ];
      const evidence = evidenceSections(state, alertsOf(row)).flatMap(({ title, fields }) =>
        fields.map((field) => `${title}: ${fieldWords(field, say)}`),
      );
      return `${heading(3, `${severity.toUpperCase()} ${id}: ${say(subject)}`)}\n\n${say(message)}\n\n${list([...about, ...evidence])}`;
    })
    .join("\n\n");
}

const timelinePart = ({ state, say }: Told): string =>
  orNone(
    momentsOf(state).map(({ at, what }) => `${clockOf(at)} ${say(what)}`),
    "Nothing is known to have happened.",
  );

function versionsPart({ state, say, gatetop, node, names }: Told): string {
  const version = versionFact(state)?.value ?? null;
  const info = lastValue(state.snapshot.systemInfo);
  const { hello } = state;
  return list([
    `gatetop ${gatetop}, Node ${node}`,
    version === null
      ? "OpenClaw: not known"
      : `OpenClaw ${release(version, names)}${hello === null ? "" : `, protocol ${hello.value.protocol}`}`,
    ...(info === null
      ? []
      : [`its Node ${release(info.nodeVersion, names) ?? "not known"} on ${say(info.platform ?? "an unknown platform")}`]),
  ]);
}

const gatewayPart = ({ state, say }: Told): string =>
  list(gatewayRows(state).map(({ label, cells }) => `${label}: ${say(cells.map(({ text }) => text).join(" "))}`));

function channelRow(account: ChannelAccount, { state, say, names }: Told): readonly string[] {
  const ago = (at: number | null): string => (at === null ? "not known" : age(state.now - at));
  return [
    plain(names.account(`${account.channel}/${account.account}`)),
    channelState(account),
    ago(account.lastInboundAt),
    ago(account.lastOutboundAt),
    say(account.lastError ?? ""),
  ];
}

function channelsPart(told: Told): string {
  const accounts = lastValue(told.state.snapshot.channels)?.accounts ?? [];
  if (accounts.length === 0) return "No channel account is known.";
  return table(
    ["account", "state", "last in", "last out", "last error"],
    accounts.map((account) => channelRow(account, told)),
  );
}

function unitPart({ state, say }: Told): string {
  const audit = lastValue(state.snapshot.unitAudit);
  if (audit === null || audit.findings.length === 0)
    return `The unit was not looked at${audit?.why ? `: ${say(audit.why)}` : "; gatetop doctor does"}.`;
  const faults = audit.findings.filter(({ status }) => status === "fault");
  const right = audit.findings.filter(({ status }) => status === "ok").length;
  const rows = faults.map(({ id, severity, setting, found, wanted, why, fix }) =>
    [
      `**${severity}** ${say(id)}: ${say(setting)} is ${say(found ?? "not known")}, wanted: ${say(wanted)}`,
      `  why: ${say(why)}`,
      ...(fix === null ? [] : [`  fix: ${say(fix)}`]),
    ].join("  \n"),
  );
  return `${orNone(rows, "Nothing is wrong with it.")}\n\n${right} checks found nothing wrong.`;
}

function linesPart({ errorLines, say, names }: Told): string {
  if (errorLines === null) return "The log was not read.";
  const rows = errorLines.slice(-LINES).map(({ at, subsystem, message }) => {
    const when = at === null ? "no time" : clockOf(at);
    return `${when} ${plain(names.word(subsystem ?? "unknown"))}: ${say(message)}`;
  });
  return orNone(rows, "No error stands in what was read of the log.");
}

function unseenPart({ state, say }: Told): string {
  const rows = sourceNames.flatMap((source) => {
    const reading = state.snapshot[source];
    const name = plain(`${source} (${sources[source].from})`);
    if (reading.kind === "pending") return [`${name}: not asked`];
    return reading.kind === "absent" || reading.kind === "stale" ? [`${name}: ${say(reading.why)}`] : [];
  });
  return orNone(rows, "Everything that is asked has answered.");
}

const parts: readonly { readonly title: string; readonly text: (told: Told) => string }[] = [
  { title: "Verdict", text: verdictPart },
  { title: "Ladder", text: ladderPart },
  { title: "Problems", text: problemsPart },
  { title: "The last hour", text: timelinePart },
  { title: "Versions", text: versionsPart },
  { title: "Gateway", text: gatewayPart },
  { title: "Channels", text: channelsPart },
  { title: "Unit", text: unitPart },
  { title: "Last errors in the log", text: linesPart },
  { title: "What could not be seen", text: unseenPart },
];

export function reportMarkdown(given: ReportGiven): string {
  const { state, names, realNames } = given;
  // Whoever is named anywhere gets the name by which it is called here, before any sentence speaks of it.
  for (const event of preambleOf(state)) scrubbedEvent(event, names);
  const say = (text: string): string => plain(names.sentence(text));
  const told: Told = { ...given, say };
  const about = state.target === null ? "no gateway" : scrubbedTarget(state.target, names).url;
  const kept = realNames
    ? "Real names stand in this report. Secrets, texts of messages and phone numbers do not."
    : "Names are pseudonyms, the same throughout. Texts from outside are kept only where their words are nobody's: … stands for the rest.";
  return [
    heading(1, "gatetop incident report"),
    `${timeOf(state.now)} · ${plain(about)}`,
    kept,
    ...parts.flatMap(({ title, text }) => [heading(2, title), text(told)]),
    "",
  ].join("\n\n");
}
