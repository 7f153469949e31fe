// A rule's severity as a tell has it.
import type { Severity } from "../../../data/alerts/alert.ts";
import type { Tell } from "../../../data/guard/tell.ts";

const words: { readonly [S in Severity]: Tell["severity"] } = { crit: "critical", warn: "warning", info: "info" };

export const severityOf = (severity: Severity): Tell["severity"] => words[severity];
