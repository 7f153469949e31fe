// What the diagnostics ring tells the end of: which records are of it, what they are grouped by, what took how long.
import type { DiagnosticRecord } from "../../model/sessions.ts";
import { endedBadly } from "../../recent-traffic.ts";

export type KindId = "messages" | "webhooks" | "deliveries" | "model calls" | "tools" | "commands" | "queue waits";

export type Kind = {
  readonly id: KindId;
  /** Types of the records that end one; true: as it should. */
  readonly ends: Readonly<Record<string, (record: DiagnosticRecord) => boolean>>;
  /** Type of the record that begins one from outside, where there is such. */
  readonly arrives?: string;
  /** Channel, provider, tool or lane. */
  readonly groupOf: (record: DiagnosticRecord) => string | null;
  readonly tookMs: (record: DiagnosticRecord) => number | null;
  /** In words, what `groupOf` is. */
  readonly by: string;
  /** Drawn also while there was none of it. */
  readonly always?: boolean;
};

const well = (): boolean => true;
const badly = (): boolean => false;
const took = ({ durationMs }: DiagnosticRecord): number | null => durationMs;
const ofChannel = ({ channel }: DiagnosticRecord): string | null => channel;
const ofTool = ({ toolName }: DiagnosticRecord): string | null => toolName;

const unlessBadly = (record: DiagnosticRecord): boolean => !endedBadly(record);

/** Each session has a lane of its own: they are told as one. */
const laneOf = ({ source }: DiagnosticRecord): string | null => (source?.startsWith("session:") === true ? "sessions" : source);

export const kinds: readonly Kind[] = [
  {
    id: "messages",
    by: "channel",
    always: true,
    arrives: "message.received",
    ends: { "message.processed": unlessBadly },
    groupOf: ofChannel,
    tookMs: took,
  },
  {
    id: "webhooks",
    by: "channel",
    arrives: "webhook.received",
    ends: { "webhook.processed": well, "webhook.error": badly },
    groupOf: ofChannel,
    tookMs: took,
  },
  {
    id: "deliveries",
    by: "channel",
    ends: { "message.delivery.completed": well, "message.delivery.error": badly },
    groupOf: ofChannel,
    tookMs: took,
  },
  {
    id: "model calls",
    by: "provider",
    always: true,
    ends: { "model.call.completed": well, "model.call.error": badly },
    groupOf: ({ provider }) => provider,
    tookMs: took,
  },
  {
    id: "tools",
    by: "tool",
    ends: { "tool.execution.completed": well, "tool.execution.error": badly, "tool.execution.blocked": badly },
    groupOf: ofTool,
    tookMs: took,
  },
  {
    id: "commands",
    by: "outcome",
    ends: { "exec.process.completed": (record) => record.outcome === "completed" },
    groupOf: () => null,
    tookMs: took,
  },
  {
    id: "queue waits",
    by: "lane",
    ends: { "queue.lane.dequeue": well },
    groupOf: laneOf,
    tookMs: ({ waitMs }) => waitMs,
  },
];
