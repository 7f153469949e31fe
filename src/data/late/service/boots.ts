// The last boots, each with why it began: the gateway's own table, joined with what the log, the journal and gatetop itself saw.
import { lastValue } from "../../reading.ts";
import type { CountedRestart } from "../../restart/counters.ts";
import type { BootRecord } from "../../restart/evidence.ts";
import { UNKNOWN, type Mark } from "../../select/cell.ts";
import { field, originOf, type Section } from "../../select/section.ts";
import type { State } from "../../state.ts";
import { age, duration } from "../../units.ts";
import type { ServiceRow, ServiceRows } from "./row.ts";

/** The row of a boot and the restart that led to it: from the first sign to the boot's own row. */
const NEAR_MS = 120_000;

const causeMarks: { readonly [C in CountedRestart["cause"]]: Mark } = {
  "asked by gatetop": "none",
  "asked by somebody": "none",
  service: "none",
  crash: "bad",
  "in-process, cause unknown": "warn",
  "new process, cause unknown": "warn",
};

type Boot = {
  readonly key: string;
  readonly at: number;
  readonly record: BootRecord | null;
  readonly restart: CountedRestart | null;
  /** Until it ended; null: it runs, or its end was not seen. */
  readonly lastedMs: number | null;
  readonly runs: boolean;
};

function nearest(restarts: readonly CountedRestart[], at: number): CountedRestart | null {
  const near = restarts.filter((one) => Math.abs(one.at - at) <= NEAR_MS);
  return [...near].sort((a, b) => Math.abs(a.at - at) - Math.abs(b.at - at))[0] ?? null;
}

function bootsOf(state: State): readonly Boot[] {
  const restarts = state.restarts?.items ?? [];
  const records = lastValue(state.snapshot.bootHistory);
  if (records === null)
    return restarts.map((restart) => ({ key: `r:${restart.at}`, at: restart.at, record: null, restart, lastedMs: null, runs: false }));
  return records.map((record, index) => {
    const { bootId, startedAt, completedAt } = record;
    // A boot that crashed has no end of its own: the next one began later.
    const next = records[index - 1];
    const endedAt = completedAt ?? next?.startedAt ?? null;
    return {
      key: bootId,
      at: startedAt,
      record,
      restart: nearest(restarts, startedAt),
      lastedMs: endedAt === null ? null : endedAt - startedAt,
      runs: index === 0 && completedAt === null,
    };
  });
}

const endWords = ({ record, runs, lastedMs }: Boot): string => {
  if (record === null) return "";
  const lasted = lastedMs === null ? "" : `after ${duration(lastedMs)}`;
  if (runs) return "runs";
  if (record.outcome === null) return ["ended without a word", lasted].filter(Boolean).join(" ");
  return ["ended", lasted, record.reason === null ? record.outcome.replaceAll("_", " ") : `· ${record.reason}`].filter(Boolean).join(" ");
};

function sectionsOf(state: State, { record, restart, at, lastedMs, runs }: Boot): readonly Section[] {
  const began = {
    title: `boot ${age(state.now - at)} ago`,
    origin: originOf(state, "bootHistory"),
    fields: [
      field("began", new Date(at).toISOString()),
      field("cause", restart === null ? UNKNOWN : restart.cause),
      field("reason", restart?.reason ?? UNKNOWN),
      field("told by", restart === null ? UNKNOWN : restart.from.join(" + ")),
    ],
  };
  if (record === null) return [began];
  const { bootId, pid, outcome, reason, startupReason } = record;
  const fields = [
    field("boot id", bootId),
    field("pid", String(pid)),
    field("started because", startupReason ?? UNKNOWN),
    field("end", runs ? "it runs" : (outcome ?? "no end was written: a crash, or SIGKILL")),
    field("reason of its end", reason ?? UNKNOWN),
    field("lasted", lastedMs === null ? UNKNOWN : duration(lastedMs)),
  ];
  return [began, { title: "its own row", origin: null, fields }];
}

export function bootRows(state: State): ServiceRows {
  const boots = bootsOf(state);
  const { bootHistory } = state.snapshot;
  const rows = boots.map((boot): ServiceRow => {
    const { restart, record, key, at } = boot;
    const pid = record === null ? "" : `pid ${record.pid}`;
    return {
      key,
      mark: boot.runs && restart === null ? "ok" : restart === null ? "none" : causeMarks[restart.cause],
      name: `${age(state.now - at)} ago`,
      words: [restart?.cause ?? (record?.startupReason || "first that is known"), pid].filter(Boolean).join(" · "),
      tone: restart?.cause === "crash" ? "bad" : "plain",
      note: endWords(boot),
      source: "bootHistory",
      sections: () => sectionsOf(state, boot),
      value: { at, ...record, cause: restart?.cause ?? null, toldBy: restart?.from ?? [] },
    };
  });
  return { rows, why: rows.length === 0 && bootHistory.kind === "absent" ? bootHistory.why : null };
}
