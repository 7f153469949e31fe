// A restart run enters the state: whoever is not looking at its timeline is told how it ended.
import type { ProofKind } from "./restart/proof.ts";
import type { RestartRun } from "./restart/run.ts";
import type { State } from "./state.ts";

const tones: { readonly [K in ProofKind]: "plain" | "warn" | "bad" } = {
  "proved-in-process": "plain",
  "proved-new-process": "plain",
  stopped: "bad",
  "not-restarted": "bad",
  "still-deferred": "warn",
  "still-draining": "warn",
  unproved: "warn",
};

export function ran(state: State, run: RestartRun): State {
  const next: State = { ...state, run };
  const { verdict } = run;
  const told = state.run !== null && state.run.id === run.id && state.run.verdict !== null;
  if (verdict === null || told || state.view.overlay.kind === "timeline") return next;
  const wanted = verdict.kind === "stopped" && verdict.wanted;
  return { ...next, note: { at: state.now, text: verdict.sentence, tone: wanted ? "plain" : tones[verdict.kind] } };
}
