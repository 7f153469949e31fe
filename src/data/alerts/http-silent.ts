// HTTP itself is silent: the rule `silent` speaks, and what follows from it is not said again.
import { current } from "../facts.ts";
import type { State } from "../state.ts";

export const httpSilent = (state: State): boolean => {
  const healthz = current(state, "healthz");
  return healthz.kind === "ok" && healthz.value.outcome === "timeout";
};
