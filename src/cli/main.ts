// The program: arguments → gateway → screen, text or JSON → exit code.
import os from "node:os";
import type { Actor } from "../data/action/ports.ts";
import { refusedUrl } from "../data/gateway/plaintext.ts";
import type { OwnConfig } from "../data/config/own-config.ts";
import type { Event } from "../data/events.ts";
import { isAskedOnce, isLookedAt } from "../data/visible.ts";
import { commands } from "./commands.ts";
import type { DashboardOptions, Ended } from "./dashboard.ts";
import { exitCodes } from "./exit-codes.ts";
import { realFiles } from "./find/files.ts";
import type { FoundGateway } from "./find/gateway.ts";
import { readStdinLine } from "./find/stdin-line.ts";
import { findGatewayOnThisHost } from "./find/this-host.ts";
import { firstScreen, openFirstBoard } from "./first-screen.ts";
import { infoJson, infoText } from "./info.ts";
import { noLauncher, type LauncherHooks } from "./launch/hooks.ts";
import { createLive, type Live } from "./live.ts";
import { logEvent } from "./log.ts";
import { lookOnce, printJson } from "./once.ts";
import { withOpened, type Opened } from "./opened.ts";
import { parseArguments, type Options } from "./options.ts";
import { output } from "./output.ts";
import { configNotes, readOwnConfig } from "./own-config.ts";
import { ownPaths } from "./own-paths.ts";
import { tellOwnRestarts } from "./own-restarts.ts";
import { openRecording, type Recording } from "./record/recording.ts";
import { refusedExit } from "./refused.ts";
import { redirectConsole } from "./redirect-console.ts";
import { lookFor, sizeOf, textSize, wantsDashboard } from "./terminal.ts";
import { textFrame } from "./print-frame.ts";
import { version } from "./version.ts";

/** A handshake with a gateway on this host is over by then. */
const PROBES_AFTER_MS = 60;

/** The first screens are drawn by then, and nobody counts restarts before. */
const JOURNAL_AFTER_MS = 1_500;

/** The gateway makes up its answer while the screen's part of the program is loaded: by then our half of the handshake is sent. */
async function handshakeUnderWay(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

const { out, err } = output;

/** `argv` without node and script. Resolves with the exit code. */
export async function main(argv: readonly string[], hooks: LauncherHooks = noLauncher): Promise<number> {
  const parsed = parseArguments(argv);
  if (parsed.kind === "usage") {
    hooks.leaveSkeleton();
    err(`gatetop: ${parsed.sentence}\n  ${parsed.hint}\n`);
    return exitCodes.usage;
  }
  if (parsed.kind !== "run") {
    hooks.leaveSkeleton();
    await out(`${parsed.text.trimEnd()}\n`);
    return exitCodes.done;
  }
  return run(parsed.options, hooks);
}

/** Where a person goes from one gateway to another: with what was said of the screen, and nothing of what was said of the first. */
const elsewhere = (options: Options, url: string): Options => ({
  ...options,
  url,
  port: null,
  profile: null,
  stateDir: null,
  config: null,
  pid: null,
  tlsFingerprint: null,
  tokenFile: null,
  tokenStdin: false,
  passwordFile: null,
  demo: null,
});

async function run(options: Options, hooks: LauncherHooks): Promise<number> {
  const paths = ownPaths(process.env, os.homedir());
  if (options.command === "journal") {
    const { printJournal } = await import("./act/journal.ts");
    return printJournal({ dir: paths.state, options, output });
  }
  if (options.replay !== null) {
    const { replay } = await import("./replay/replay.ts");
    return replay(options, options.replay, hooks);
  }
  const own = readOwnConfig({ flag: options.readonly, env: process.env, dir: paths.config, files: realFiles });
  const { readonly, config } = own;
  if (options.command === "config") {
    // Also of a config that is gone, or too broken to find a gateway with.
    const { configCommand } = await import("./config-restore.ts");
    return configCommand(options, readonly);
  }
  const stdinLine = options.tokenStdin ? await readStdinLine(process.stdin) : null;
  const looked = findGatewayOnThisHost(options, stdinLine);
  if (options.command === "info") {
    const platform = `${process.platform} ${process.arch}`;
    const { file, unread, problems } = own;
    const installation = { version, node: process.version, platform, paths, readonly, config: { file, unread, problems } };
    await out(options.json ? infoJson(looked, installation) : infoText(looked, installation));
    return looked.kind === "found" ? exitCodes.done : looked.exit;
  }
  if (looked.kind === "failed") return turnedAway(options, hooks, looked, looked.exit);
  const found: FoundGateway = { ...looked, warnings: [...looked.warnings, ...configNotes(own)] };
  const command = commands[options.command];
  if (command?.contacts === false) return command.run({ options, found, looked, own });
  // Before anything is opened: not even a probe or a look-up of the name may go out.
  const refusal = found.target.demo === null ? refusedUrl(found.target.url) : null;
  if (refusal !== null) return turnedAway(options, hooks, { sentence: refusal.why, hint: refusal.fix }, refusedExit(refusal));
  if (command !== undefined) return command.run({ options, found, looked, own });
  return show(options, found, { readonly, config }, hooks);
}

type Said = { readonly sentence: string; readonly hint: string };

/** Nothing was looked at. To a monitor that is a state of its own, which it wants on its one line. */
async function turnedAway(options: Options, hooks: LauncherHooks, { sentence, hint }: Said, exit: number): Promise<number> {
  hooks.leaveSkeleton();
  if (options.command === "check") {
    const { unlooked } = await import("./check/unlooked.ts");
    return unlooked(options, `${sentence}; ${hint}`);
  }
  err(`gatetop: ${sentence}\n  ${hint}\n`);
  return exit;
}

/** What gatetop was told of itself. */
type Own = { readonly readonly: string | null; readonly config: OwnConfig };

/** The dashboard, or one look. */
async function show(options: Options, found: FoundGateway, own: Own, hooks: LauncherHooks): Promise<number> {
  const { code, next } = await shown(options, found, own, hooks);
  return next === null ? code : run(elsewhere(options, next), noLauncher);
}

async function shown(options: Options, found: FoundGateway, own: Own, hooks: LauncherHooks): Promise<Ended> {
  const dashboard = wantsDashboard(options);
  let live: Live | null = null;
  const onTrouble = (text: string): void => live?.store.send({ type: "note", at: Date.now(), text, tone: "warn" });
  return withOpened(options, found, { dashboard, onTrouble }, async (opened) => {
    const recording = openRecording(options.names, onTrouble);
    live = openLive(options, opened, own, dashboard, recording.tap);
    await openFirstBoard(live.store, options.view ?? own.config.view);
    const unrecorded = options.record === null ? null : await recording.begin(options.record, live.store.get());
    if (unrecorded !== null) {
      hooks.leaveSkeleton();
      err(`gatetop: ${unrecorded}\n`);
      return { code: exitCodes.failed, next: null };
    }
    if (dashboard) {
      const ended = await showDashboard(options, { opened, live, own, onTrouble, hooks, recording });
      const kept = recording.end();
      if (kept !== null) err(`gatetop: ${kept}\n`);
      return ended;
    }
    hooks.leaveSkeleton();
    for (const note of opened.notes) err(`gatetop: ${note}\n`);
    await tellOwnRestarts(opened, live.send);
    const { tellMutes } = await import("./mutes/open-mutes.ts");
    const unmuted = tellMutes(opened, live.send);
    if (unmuted !== null) err(`gatetop: ${unmuted}\n`);
    const code = await lookOnce(live, options.json ? printJson : textFrame(options), out, err, () => logInSight(opened, live));
    recording.end();
    return { code, next: null };
  });
}

/** For one look at the logs. */
async function logInSight({ secrets }: Opened, live: Live | null): Promise<void> {
  if (live?.store.get().view.board !== "logs") return;
  const { readLogOnce } = await import("./logs/read-once.ts");
  const link = { request: live.link.tap.request, methods: live.link.methods };
  const onCrash = (error: unknown): never => {
    throw error;
  };
  await readLogOnce({ store: live.store, send: live.send, link, secrets: () => secrets, onCrash });
}

type Shown = {
  readonly opened: Opened;
  readonly live: Live;
  readonly own: Own;
  readonly onTrouble: (sentence: string) => void;
  readonly hooks: LauncherHooks;
  readonly recording: Recording;
};

async function showDashboard(options: Options, { opened, live, own, onTrouble, hooks, recording }: Shown): Promise<Ended> {
  const { log } = opened;
  const restoreConsole = redirectConsole(log);
  const journalled = setTimeout(() => void tellOwnRestarts(opened, live.send), JOURNAL_AFTER_MS);
  try {
    live.start();
    await handshakeUnderWay();
    const { runDashboard } = await import("./dashboard.ts");
    const { openMutes } = await import("./mutes/open-mutes.ts");
    const [note, ...more] = opened.notes;
    if (note !== undefined) onTrouble(more.length > 0 ? `${note} · ${more.length} more: gatetop info` : note);
    const openActor = async (): Promise<Actor> => {
      const { openActor } = await import("./act/open-actor.ts");
      return openActor({ opened, link: live.link, readonly: own.readonly, by: "dashboard", send: live.send, onTrouble }).actor;
    };
    const openWishes: DashboardOptions["openWishes"] = async (given) => {
      const { loadLate } = await import("./late.ts");
      const [{ createWishes }] = await Promise.all([import("./wishes.ts"), loadLate()]);
      return createWishes({ ...given, opened, live, link: live.link, recording, names: options.names });
    };
    const attention = options.noBell ? { ...own.config.attention, bell: false, notify: "off" as const } : own.config.attention;
    const look = lookFor(options);
    return await runDashboard({ live, look, log, hooks, openActor, mutes: openMutes(opened), attention, openWishes });
  } finally {
    clearTimeout(journalled);
    restoreConsole();
  }
}

function openLive(
  options: Options,
  { link, demo, log }: Opened,
  { readonly, config }: Own,
  dashboard: boolean,
  record: (event: Event) => void,
): Live {
  return createLive({
    ...link,
    ...(dashboard ? sizeOf(process.stdout) : textSize()),
    rate: options.refresh ?? 1,
    readonly,
    settings: config.alerts,
    screen: firstScreen(options, config),
    ...(config.ask.approvals ? { scopes: ["operator.approvals"] } : {}),
    ...(dashboard ? { visible: isLookedAt, probesAfterMs: PROBES_AFTER_MS } : { visible: isAskedOnce }),
    ...(demo ? { localProbes: demo.localProbes } : {}),
    tap: (event) => {
      logEvent(log, event);
      record(event);
    },
  });
}
