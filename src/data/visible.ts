// Which sources anyone looks at now: the others are not asked. No rule needs one of those to find a problem.
import type { LateBoardId } from "./boards/board.ts";
import { lastValue } from "./reading.ts";
import type { Source } from "./snapshot.ts";
import type { State } from "./state.ts";

/** Below this the queues panel, and with it the work in flight, has no room. */
const ROWS_FOR_QUEUES = 20;

const gatewayDetails = ({ view }: State): boolean => view.overlay.kind === "details" && view.panel === "gateway" && !view.problemsOnly;

/** From 2026.8.1 to 2026.9.4 `status` tells the memory that `system.info` does not. Before, neither does: asked once, it shows. */
const memoryOnlyThere = ({ snapshot }: State): boolean =>
  lastValue(snapshot.systemInfo)?.memory === null && lastValue(snapshot.status)?.memory !== null;

const onBoard =
  (board: LateBoardId) =>
  (state: State): boolean =>
    state.view.board === board;

/** What only a late board shows: asked while it is open, by one look too. */
export const lateSources: { readonly [S in Source]?: (state: State) => boolean } = {
  usage: onBoard("usage"),
  quotas: onBoard("usage"),
  activity: onBoard("audit"),
  unitAudit: onBoard("service"),
  bundles: onBoard("service"),
  nodes: onBoard("service"),
  heartbeat: onBoard("service"),
  plugins: onBoard("service"),
};

const lookedAt: { readonly [S in Source]?: (state: State) => boolean } = {
  presence: (state) => gatewayDetails(state) || onBoard("audit")(state),
  // It says again what system.info says, for more of the gateway's time.
  status: (state) => state.snapshot.systemInfo.kind === "absent" || memoryOnlyThere(state),
  preflight: (state) => state.view.rows >= ROWS_FOR_QUEUES,
  ...lateSources,
};

/** One look asks everything but what only the other late boards show. */
export const isAskedOnce = (state: State, source: Source): boolean => lateSources[source]?.(state) ?? true;

export function isLookedAt(state: State, source: Source): boolean {
  return lookedAt[source]?.(state) ?? true;
}
