// Ids of runs and sessions: made from the script, so that every payload names the same thing the same way.
import { uuid } from "./noise.ts";
import type { Run } from "./runs.ts";
import type { SessionScript } from "./scenario.ts";

export const runId = (run: Run): string => uuid("run", run.session.key, run.nth);
export const taskId = (run: Run): string => uuid("task", run.session.key, run.nth);
export const sessionId = (session: SessionScript): string => uuid("session", session.key);

const errands = [
  "summarise the overnight alerts",
  "why is the nightly backup late",
  "draft the reply to the vendor",
  "check the certificates that expire this month",
  "add the new host to the inventory",
  "which deploy changed the login page",
] as const;

export const taskTitle = (run: Run): string => errands[Math.abs(run.nth) % errands.length] ?? errands[0];
