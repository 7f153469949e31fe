// What `openclaw gateway install` calls its service: by profile, or as one of OpenClaw's own variables says (dist of 2026.9.6).
import { harmless } from "../../data/harmless.ts";

const named = (profile: string | null): string | null => {
  const name = profile?.trim() ?? "";
  return name === "" || name.toLowerCase() === "default" ? null : name;
};

const told = (env: NodeJS.ProcessEnv, name: string): string | null => env[name]?.trim() || null;

/** `$OPENCLAW_SYSTEMD_UNIT` with or without ".service"; it beats the profile. */
export function systemdUnitName(profile: string | null, env: NodeJS.ProcessEnv): string {
  const suffix = named(profile);
  const name = told(env, "OPENCLAW_SYSTEMD_UNIT") ?? `openclaw-gateway${suffix === null ? "" : `-${suffix}`}`;
  return harmless(name.endsWith(".service") ? name : `${name}.service`, 200);
}

/** A profile takes the place of "gateway" in the label: ai.openclaw.work. */
export function launchdLabel(profile: string | null, env: NodeJS.ProcessEnv): string {
  return harmless(told(env, "OPENCLAW_LAUNCHD_LABEL") ?? `ai.openclaw.${named(profile) ?? "gateway"}`, 200);
}
