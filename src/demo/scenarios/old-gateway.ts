import type { Scenario } from "../scenario.ts";
import { base } from "./base.ts";

export const oldGateway: Scenario = {
  ...base,
  name: "old-gateway",
  summary: "OpenClaw 2026.5.7, protocol 3: no system.info, no lanes, no task list, no start-up probe",
  release: "2026.5.7",
};
