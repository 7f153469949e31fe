// `gatetop guard install` and `gatetop guard uninstall`: what they need to know of this host and gateway.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createUnitManager } from "../../../actions/install/unit-manager.ts";
import type { GuardSettings, Secret, TellTo } from "../../../data/guard/settings.ts";
import { isScheduled } from "../../../data/guard/slots.ts";
import { problemIn, supervisorProblem } from "../../../data/restart/supervisor-words.ts";
import { managerEnvironment, managerWords, systemctlQuietly } from "../../../data/restart/supervisor-command.ts";
import { lingers } from "../../../probes/evidence/systemd.ts";
import { createWorld } from "../../../probes/world.ts";
import { runCommand } from "../../../probes/world/run-command.ts";
import { cell } from "../../../data/select/cell.ts";
import { exitCodes, type ExitCode } from "../../exit-codes.ts";
import type { FoundGateway } from "../../find/gateway.ts";
import { guardSettings } from "../../guard-settings.ts";
import type { Options } from "../../options.ts";
import { openTalk, type Talk } from "../talk.ts";
import { guardArguments, guardEnvironment } from "./guard-argv.ts";
import { installUnits, uninstallUnits } from "./install.ts";
import { guardPlist } from "./plist.ts";
import { guardService, guardTimer, serviceName, timerName, type UnitOptions } from "./units.ts";

const ASK_MS = 5_000;

/** What this process and host are; tests bring their own. */
export type InstallHost = {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly uid: number | null;
  readonly home: string;
  readonly cwd: string;
  /** Node, gatetop's script, and what was typed. */
  readonly argv: readonly [string, string, ...string[]];
};

const thisHost = (): InstallHost => ({
  env: process.env,
  platform: process.platform,
  uid: process.getuid?.() ?? null,
  home: os.homedir(),
  cwd: process.cwd(),
  argv: [process.execPath, path.resolve(process.argv[1] ?? ""), ...process.argv.slice(2)],
});

const unitDir = ({ env, home }: InstallHost): string => {
  const config = env["XDG_CONFIG_HOME"] ?? "";
  return path.join(path.isAbsolute(config) ? config : path.join(env["HOME"] ?? home, ".config"), "systemd", "user");
};

type Own = { readonly readonly: string | null; readonly guard: GuardSettings };

const variablesOf = (to: TellTo): readonly string[] => {
  const named = (secret: string | Secret | null): readonly string[] =>
    secret === null || typeof secret === "string" || !("env" in secret) ? [] : [secret.env];
  return to.to === "webhook" ? [...named(to.url), ...named(to.token)] : [];
};

/** Everything that would be other than the person expects. */
async function notesFor(options: Options, found: FoundGateway, own: Own, { env }: InstallHost): Promise<readonly string[]> {
  const notes: string[] = [];
  const acts = options.act || own.guard.act;
  if (own.readonly !== null) notes.push(`it only tells: ${own.readonly}`);
  else if (!acts) notes.push("it only tells what it would do: with --act, or guard: { act: true } in config.json5, it repairs");
  const given = ["OPENCLAW_GATEWAY_TOKEN", "OPENCLAW_GATEWAY_PASSWORD"].filter((name) => (env[name] ?? "") !== "");
  if (given.length > 0 && options.tokenFile === null && options.passwordFile === null)
    notes.push(`it does not have $${given.join(" and $")}: give --token-file F, or let it read what the gateway's config says`);
  const { restart } = guardSettings(own.guard, options);
  if (options.timer && (isScheduled(restart) || restart.onMemory !== null))
    notes.push("a timer's guard looks once and ends: no restart that is due is made, leave --timer out for that");
  for (const name of own.guard.tell.flatMap(variablesOf))
    notes.push(`it does not have $${name}, which guard.tell names: keep it in a file, { file: "…" }`);
  if (!found.target.local) notes.push("the gateway is on another host: it is watched and told of, and never repaired from here");
  const noRequest = (): Promise<never> => Promise.reject(new Error("nothing is asked of the gateway"));
  const linger = await lingers(createWorld({ request: noRequest, methods: () => null }), ASK_MS);
  if (linger === false) notes.push(`it ends with your last session: ${supervisorProblem("no-linger", unitOf(found)).fix}`);
  return notes;
}

const unitOf = (found: FoundGateway) => ({ kind: "systemd-user" as const, unit: serviceName(found.target.profile) });

/** Null: a service manager of this user answers. */
async function noManager(found: FoundGateway, { env, uid }: InstallHost): Promise<{ readonly why: string; readonly fix: string } | null> {
  const [file, ...scope] = managerWords["systemd-user"];
  const argv = [file, ...scope, ...systemctlQuietly, "show", "--property=Version"] as const;
  const { code, err } = await runCommand(argv, { timeoutMs: ASK_MS, env: managerEnvironment(env, uid) });
  if (code === 0) return null;
  return problemIn(err, unitOf(found)) ?? supervisorProblem("no-bus", unitOf(found));
}

/** Of the state directory: a guard of another user can neither read the lock nor end the process. */
function otherOwner({ target }: FoundGateway, uid: number | null): number | null {
  const found = target.stateDir === null || uid === null ? undefined : fs.statSync(target.stateDir, { throwIfNoEntry: false });
  return found === undefined || found.uid === uid ? null : found.uid;
}

const CRON = "without it, a line of cron does: * * * * * gatetop guard --once --act";

async function refusal(options: Options, found: FoundGateway, talk: Talk, host: InstallHost): Promise<ExitCode | null> {
  if (options.tokenStdin) {
    talk.refuse("a service has no standard input to read a token from", "give --token-file F");
    return exitCodes.usage;
  }
  const owner = otherOwner(found, host.uid);
  if (owner !== null) {
    talk.refuse(`the gateway is one of uid ${owner}: its guard runs as the same user`, "log in as that user and install it there");
    return exitCodes.notAllowed;
  }
  if (host.platform !== "linux") {
    talk.refuse("there is no systemd here to install a guard with", CRON);
    return exitCodes.failed;
  }
  return null;
}

function printPlist(unit: UnitOptions, talk: Talk, host: InstallHost): ExitCode {
  const { file, text, words } = guardPlist({ ...unit, home: host.home, uid: host.uid });
  talk.rows([
    [cell(file, "strong"), cell(" (to be written by you)", "dim")],
    ...text
      .trimEnd()
      .split("\n")
      .map((line) => [cell(line)]),
    [],
  ]);
  talk.rows(words.map((line) => [cell(line)]));
  return exitCodes.done;
}

export async function guardInstall(
  options: Options,
  found: FoundGateway,
  own: Own,
  host = thisHost(),
  talk = openTalk(options),
): Promise<ExitCode> {
  const { profile } = found.target;
  const [node, script, ...typed] = host.argv;
  const unit: UnitOptions = {
    profile,
    argv: [node, script, ...guardArguments(typed, host.cwd)],
    environment: guardEnvironment(host.env, host.cwd),
  };
  if (host.platform === "darwin" && !options.tokenStdin) return printPlist(unit, talk, host);
  const refused = await refusal(options, found, talk, host);
  if (refused !== null) return refused;
  const missing = await noManager(found, host);
  if (missing !== null && !options.dryRun) {
    talk.refuse(missing.why, `${missing.fix}; ${CRON}`);
    return exitCodes.failed;
  }
  return installUnits({
    dir: unitDir(host),
    units: options.timer ? guardTimer(unit) : [guardService(unit)],
    names: [serviceName(profile), timerName(profile)],
    started: options.timer ? timerName(profile) : serviceName(profile),
    notes: await notesFor(options, found, own, host),
    dryRun: options.dryRun,
    manager: createUnitManager(host.env, host.uid),
    talk,
  });
}

export function guardUninstall(options: Options, found: FoundGateway, host = thisHost(), talk = openTalk(options)): Promise<ExitCode> {
  const { profile } = found.target;
  return uninstallUnits({
    dir: unitDir(host),
    names: [serviceName(profile), timerName(profile)],
    dryRun: options.dryRun,
    manager: createUnitManager(host.env, host.uid),
    talk,
  });
}
