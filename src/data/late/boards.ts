// The boards 4 to 8 and what else is loaded after the first frame, each in its row.
import { commandLine } from "../command/typist.ts";
import type { LateParts } from "./late.ts";
import { auditBoard } from "./boards/audit.ts";
import { eventsBoard } from "./boards/events.ts";
import { logsBoard } from "./boards/logs.ts";
import { serviceBoard } from "./boards/service.ts";
import { usageBoard } from "./boards/usage.ts";
import { foldLate } from "./fold.ts";

export const lateParts: LateParts = {
  boards: { logs: logsBoard, events: eventsBoard, usage: usageBoard, audit: auditBoard, service: serviceBoard },
  fold: foldLate,
  command: commandLine,
};
