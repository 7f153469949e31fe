// What differs between the OpenClaw releases this suite runs.

export type RestartSignal = "SIGUSR1" | "SIGUSR2";

/** `restartSignal`: up to 2026.9.5 SIGUSR1; since then SIGUSR2, and SIGUSR1 opens the inspector instead. */
export type Release = {
  readonly version: string;
  readonly protocol: 3 | 4;
  readonly restartSignal: RestartSignal;
  /** Can be pointed at another Telegram API than the public one. */
  readonly telegram: boolean;
  /** Its dependencies do not install from the npm registry alone. */
  readonly needsStubs: boolean;
};

const currentVersion = "2026.9.6";

const numbers = (version: string): readonly number[] => version.split(".").map((part) => Number.parseInt(part, 10) || 0);

export function atLeast(version: string, floor: string): boolean {
  const wanted = numbers(floor);
  for (const [index, part] of numbers(version).entries()) {
    const other = wanted[index] ?? 0;
    if (part !== other) return part > other;
  }
  return true;
}

export function releaseOf(version: string): Release {
  return {
    version,
    protocol: atLeast(version, "2026.6.11") ? 4 : 3,
    restartSignal: atLeast(version, "2026.9.6") ? "SIGUSR2" : "SIGUSR1",
    telegram: atLeast(version, "2026.3.23"),
    needsStubs: !atLeast(version, "2026.6.1"),
  };
}

/** GATETOP_GATEWAY_VERSIONS: comma-separated releases to run; the first is usually the current one. */
export const versionsUnderTest: readonly string[] = (process.env["GATETOP_GATEWAY_VERSIONS"] ?? `${currentVersion},2026.5.7`)
  .split(",")
  .map((version) => version.trim())
  .filter((version) => version !== "");
