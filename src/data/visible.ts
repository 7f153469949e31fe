// Which sources anyone looks at now: the others are not asked. No rule needs one of those to find a problem.
import { lastValue } from "./reading.ts";
import type { Source } from "./snapshot.ts";
import type { State } from "./state.ts";

/** Below this the queues panel, and with it the work in flight, has no room. */
const ROWS_FOR_QUEUES = 20;

const gatewayDetails = ({ view }: State): boolean => view.overlay.kind === "details" && view.panel === "gateway" && !view.problemsOnly;

/** From 2026.8.1 to 2026.9.4 `status` tells the memory that `system.info` does not. Before, neither does: asked once, it shows. */
const memoryOnlyThere = ({ snapshot }: State): boolean =>
  lastValue(snapshot.systemInfo)?.memory === null && lastValue(snapshot.status)?.memory !== null;

const lookedAt: { readonly [S in Source]?: (state: State) => boolean } = {
  presence: gatewayDetails,
  // It says again what system.info says, for more of the gateway's time.
  status: (state) => state.snapshot.systemInfo.kind === "absent" || memoryOnlyThere(state),
  preflight: (state) => state.view.rows >= ROWS_FOR_QUEUES,
};

export function isLookedAt(state: State, source: Source): boolean {
  return lookedAt[source]?.(state) ?? true;
}
