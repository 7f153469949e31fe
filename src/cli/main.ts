// The program: arguments → gateway → screen, text or JSON → exit code.
import os from "node:os";
import { refusedUrl } from "../data/gateway/plaintext.ts";
import type { Refusal } from "../data/link-state.ts";
import type { Target } from "../data/target.ts";
import { isLookedAt } from "../data/visible.ts";
import { exitCodes } from "./exit-codes.ts";
import type { FoundGateway } from "./find/gateway.ts";
import { readStdinLine } from "./find/stdin-line.ts";
import { findGatewayOnThisHost } from "./find/this-host.ts";
import { gatewayKey, memoryIdentityStore, openIdentityStore, type IdentityStore } from "./identity-store.ts";
import { infoJson, infoText } from "./info.ts";
import { noLauncher, type LauncherHooks } from "./launch/hooks.ts";
import { createLive, type Live } from "./live.ts";
import { logEvent, openLog, type Log } from "./log.ts";
import { lookOnce, printJson } from "./once.ts";
import { parseArguments, type Options } from "./options.ts";
import { ownPaths } from "./own-paths.ts";
import { refusedExit, withMissing } from "./refused.ts";
import { redirectConsole } from "./redirect-console.ts";
import { lookFor, sizeOf, textSize, wantsDashboard } from "./terminal.ts";
import { version } from "./version.ts";

/** A handshake with a gateway on this host is over by then. */
const PROBES_AFTER_MS = 60;

/** The gateway makes up its answer while the screen's part of the program is loaded: by then our half of the handshake is sent. */
async function handshakeUnderWay(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

const err = (text: string): void => void process.stderr.write(text);

/** Resolves once the text has left the process: an exit right after it must not cut a pipe short. */
const out = (text: string): Promise<void> =>
  new Promise((resolve) => {
    // A reader that went away (`| head`) is no failure of ours.
    process.stdout.once("error", () => resolve());
    process.stdout.write(text, () => resolve());
  });

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
  const { options } = parsed;
  const stdinLine = options.tokenStdin ? await readStdinLine(process.stdin) : null;
  const found = findGatewayOnThisHost(options, stdinLine);
  if (options.command === "info") {
    const paths = ownPaths(process.env, os.homedir());
    const installation = { version, node: process.version, platform: `${process.platform} ${process.arch}`, paths };
    await out(options.json ? infoJson(found, installation) : infoText(found, installation));
    return found.kind === "found" ? exitCodes.done : found.exit;
  }
  if (found.kind === "failed") {
    hooks.leaveSkeleton();
    err(`gatetop: ${found.sentence}\n  ${found.hint}\n`);
    return found.exit;
  }
  // Before anything is opened: not even a probe or a look-up of the name may go out.
  const refusal = found.target.demo === null ? refusedUrl(found.target.url) : null;
  if (refusal !== null) {
    hooks.leaveSkeleton();
    err(`gatetop: ${refusal.why}\n  ${refusal.fix}\n`);
    return refusedExit(refusal);
  }
  return run(options, found, hooks);
}

async function run(options: Options, found: FoundGateway, hooks: LauncherHooks): Promise<number> {
  const notes: string[] = [...found.warnings];
  const log = openLog({ file: options.log, now: Date.now, onFailure: (sentence) => notes.push(sentence) });
  for (const secret of Object.values(found.credentials)) log.conceal(secret);
  const identities = found.target.demo === null ? openIdentityStore(ownPaths(process.env, os.homedir()).state) : memoryIdentityStore();
  notes.push(...identities.notes);
  const dashboard = wantsDashboard(options);
  const demo = found.target.demo === null ? null : await openDemo(found.target, dashboard);
  const target = demo?.target ?? found.target;
  const live = openLive(options, { found, target, demo, identities, log, dashboard });
  try {
    if (!dashboard) {
      hooks.leaveSkeleton();
      for (const note of notes) err(`gatetop: ${note}\n`);
      return await lookOnce(live, options.json ? printJson : textFrame(options), out, err);
    }
    const restoreConsole = redirectConsole(log);
    try {
      live.start();
      await handshakeUnderWay();
      const { runDashboard } = await import("./dashboard.ts");
      const [note, ...more] = notes;
      const text = more.length > 0 ? `${note} · ${more.length} more: gatetop info` : note;
      if (text !== undefined) live.store.send({ type: "note", at: Date.now(), text, tone: "warn" });
      return await runDashboard(live, lookFor(options), log, hooks);
    } finally {
      restoreConsole();
    }
  } finally {
    await demo?.close();
    log.close();
  }
}

const textFrame =
  (options: Options): ((state: Parameters<typeof printJson>[0]) => Promise<string>) =>
  async (state) => {
    const { renderFrame } = await import("../ui/text-frame.tsx");
    const { loadRaster } = await import("../ui/raster.ts");
    await loadRaster();
    return renderFrame(state, { ...textSize(), look: { ...lookFor(options), color: false } });
  };

type Demo = Awaited<ReturnType<typeof openDemo>>;

/** A dashboard begins before the trouble, one look shows it. */
async function openDemo(target: Target, dashboard: boolean) {
  const { startDemoGateway } = await import("../demo/gateway.ts");
  const { defaultScenario, isScenarioName, scenarios } = await import("../demo/scenarios.ts");
  const name = isScenarioName(target.demo ?? "") ? (target.demo as keyof typeof scenarios) : defaultScenario;
  const gateway = await startDemoGateway({ scenario: name, now: Date.now, startAtMs: dashboard ? 0 : scenarios[name].showAtMs });
  const { local } = gateway;
  return {
    target: { ...target, url: gateway.url, host: "127.0.0.1", port: gateway.port, local: true, demo: name, credential: "token" as const },
    token: gateway.token,
    localProbes: {
      process: { source: "process", read: () => Promise.resolve(local.process()) },
      host: { source: "host", read: () => Promise.resolve(local.host()) },
      unit: { source: "unit", read: () => Promise.resolve(local.unit()) },
    } as const,
    close: gateway.close,
  };
}

type Parts = {
  readonly found: FoundGateway;
  readonly target: Target;
  readonly demo: Demo | null;
  readonly identities: IdentityStore;
  readonly log: Log;
  readonly dashboard: boolean;
};

function openLive(options: Options, { found, target, demo, identities, log, dashboard }: Parts): Live {
  const key = gatewayKey(target);
  const deviceToken = identities.deviceToken(key);
  if (deviceToken !== null) log.conceal(deviceToken);
  const { missing } = found;
  const live: Live = createLive({
    target,
    credentials: demo ? { token: demo.token } : { ...found.credentials, ...(deviceToken === null ? {} : { deviceToken }) },
    // A key that cannot be kept would leave a new device at every start; a gateway on this host takes us without one.
    identity: identities.stored || demo !== null || !target.local ? identities.identity : null,
    instanceId: identities.instanceId,
    ...(dashboard ? sizeOf(process.stdout) : textSize()),
    rate: options.refresh ?? 1,
    ...(dashboard ? { visible: isLookedAt, probesAfterMs: PROBES_AFTER_MS } : {}),
    ...(demo ? { localProbes: demo.localProbes } : {}),
    ...(missing === null ? {} : { explain: (refusal: Refusal) => withMissing(refusal, missing) }),
    onDeviceToken: (token) => {
      log.conceal(token);
      const trouble = identities.keepDeviceToken(key, token);
      if (trouble !== null) onTrouble(trouble);
    },
    tap: (event) => logEvent(log, event),
  });
  const onTrouble = (text: string): void => live.store.send({ type: "note", at: Date.now(), text, tone: "warn" });
  return live;
}
