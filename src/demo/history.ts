// The boots of the demo's gateway: the rows of its boot table, and what its log says of them.
import type { BootRecord } from "../data/restart/evidence.ts";
import { uuid } from "./noise.ts";
import type { LogLine, Scenario } from "./scenario.ts";
import { bootStartedMs, phaseAt, processAt, servingSinceMs, type World } from "./world.ts";

/** How a boot ended. */
export type Farewell = {
  readonly boot: number;
  readonly atMs: number;
  /** Null after a crash. */
  readonly outcome: "planned_restart" | "clean_stop" | null;
  readonly reason: string | null;
  /** Work was cut short; `reason` then begins with the words about it. */
  readonly cut: boolean;
};

export const record = (scenario: Scenario, farewell: Omit<Farewell, "boot">): Farewell => ({
  boot: phaseAt(scenario, farewell.atMs).boot,
  ...farewell,
});

const bootIdOf = (scenario: Scenario, boot: number): string => uuid(scenario.name, "boot", boot);

/** The boot before the demo's first began with the process. */
const earlier: Farewell = {
  boot: -1,
  atMs: servingSinceMs - 40,
  outcome: "planned_restart",
  reason: "restart (SIGUSR2: config.patch)",
  cut: false,
};

/** A restart the script brings by itself. */
const scripted = (scenario: Scenario, boot: number): Farewell => ({
  boot,
  atMs: bootStartedMs(scenario, boot + 1),
  ...(scenario.phases.some((phase) => phase.boot === boot && phase.crashed)
    ? { outcome: null, reason: null }
    : ({ outcome: "planned_restart", reason: "restart (SIGUSR2)" } as const)),
  cut: false,
});

/** Newest first, as gateway_boot_lifecycle has them; null: the release keeps none. */
export function bootRecords(world: World, farewells: readonly Farewell[]): readonly BootRecord[] | null {
  const { scenario, phase } = world;
  if (scenario.release === "2026.5.7") return null;
  const epochOrNull = (ms: number | null): number | null => (ms === null ? null : world.epoch(ms));
  const rows = Array.from({ length: phase.boot + 1 }, (_, boot): BootRecord => {
    const startedMs = bootStartedMs(scenario, boot);
    const said = farewells.find((one) => one.boot === boot && one.atMs <= world.elapsedMs);
    const ended = said ?? (boot < phase.boot ? scripted(scenario, boot) : null);
    return {
      bootId: bootIdOf(scenario, boot),
      pid: processAt(scenario, startedMs).pid,
      startedAt: world.epoch(startedMs),
      completedAt: ended === null || ended.outcome === null ? null : epochOrNull(ended.atMs),
      outcome: ended?.outcome ?? null,
      reason: ended?.reason ?? null,
      startupReason: null,
    };
  });
  const first = processAt(scenario, servingSinceMs);
  const before: BootRecord = {
    bootId: bootIdOf(scenario, earlier.boot),
    pid: first.pid,
    startedAt: world.epoch(first.startedMs),
    completedAt: world.epoch(earlier.atMs),
    outcome: earlier.outcome,
    reason: earlier.reason,
    startupReason: null,
  };
  return [...rows.toReversed(), before];
}

/** What the gateway wrote about a boot that ended. */
function farewellLines({ atMs, outcome, reason, cut }: Farewell): readonly LogLine[] {
  if (outcome === null || reason === null) return [];
  const signal = /SIG[A-Z0-9]+/.exec(reason)?.[0] ?? "SIGTERM";
  const verb = outcome === "planned_restart" ? "restarting" : "shutting down";
  const line = (subsystem: string, text: string): LogLine => ({ ms: atMs, subsystem, text });
  return [
    line("admission", `closed: ${reason.split("; ").at(-1) ?? reason}`),
    line("gateway", `received ${signal}; ${verb}`),
    ...(cut ? [line("gateway", reason.split("; ").slice(0, 2).join("; "))] : []),
  ];
}

/** The lines about restarts, of the gateway and of its accounts, and those the script has, oldest first. */
export function logLines({ scenario, elapsedMs }: World, farewells: readonly Farewell[]): readonly LogLine[] {
  const ofAccounts = scenario.accounts.flatMap(({ log }) => log?.(elapsedMs) ?? []);
  return [earlier, ...farewells]
    .flatMap(farewellLines)
    .concat(ofAccounts, scenario.log?.(elapsedMs) ?? [])
    .filter(({ ms }) => ms <= elapsedMs)
    .toSorted((a, b) => a.ms - b.ms);
}
