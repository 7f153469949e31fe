import type { Scenario } from "../scenario.ts";
import { base, up } from "./base.ts";

export const frozen: Scenario = {
  ...base,
  name: "frozen",
  summary: "after six seconds the process stops: its port still accepts, nothing is answered",
  showAtMs: 24_000,
  phases: [up, { ...up, fromMs: 6_000, phase: "frozen" }],
};
