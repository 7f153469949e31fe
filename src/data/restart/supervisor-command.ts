// How the service manager is spoken to: argv and environment, for those who look and those who act.
import type { SupervisorFacts } from "./supervisor.ts";

export type SupervisedUnit = Pick<SupervisorFacts, "kind" | "unit">;

/** What a person types; the first words of every command to this manager. */
export const managerWords: { readonly [K in SupervisorFacts["kind"]]: readonly [string, ...string[]] } = {
  "systemd-user": ["systemctl", "--user"],
  "systemd-system": ["systemctl"],
  launchd: ["launchctl"],
};

/** No pager, and no password question: that would be asked on the terminal the screen is drawn on. */
export const systemctlQuietly = ["--no-pager", "--no-ask-password"] as const;

/** English answers; a shell without a login session (sudo, cron) has not been told where its own manager listens. */
export function managerEnvironment(env: NodeJS.ProcessEnv, uid: number | null): NodeJS.ProcessEnv {
  const runtimeDir = env["XDG_RUNTIME_DIR"] || (uid === null ? undefined : `/run/user/${uid}`);
  return { ...env, LC_ALL: "C", SYSTEMD_COLORS: "0", ...(runtimeDir === undefined ? {} : { XDG_RUNTIME_DIR: runtimeDir }) };
}

/** launchctl's name of an agent of this user. */
export const launchdTarget = (label: string, uid: number | null): string => `gui/${uid ?? 501}/${label}`;
