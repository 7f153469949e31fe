// One real OpenClaw gateway of a given release, on loopback, with its own home, a fake model provider and a fake Telegram.
import { spawn, type ChildProcessByStdio } from "node:child_process";
import { createInterface } from "node:readline";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { gatewayConfig } from "./config.ts";
import { startFakeProvider, type FakeProvider } from "./fake-provider.ts";
import { startFakeTelegram, type FakeTelegram } from "./fake-telegram.ts";
import { ensureOpenClaw } from "./install.ts";
import { freePort } from "./listen.ts";
import { connectRaw, type RawClient } from "./raw-client.ts";
import { releaseOf, type Release } from "./releases.ts";

const token = "test-token-0123456789abcdef";

export type RealGateway = {
  readonly release: Release;
  readonly port: number;
  readonly url: string;
  readonly token: string;
  readonly tokenFile: string;
  readonly home: string;
  readonly provider: FakeProvider;
  readonly telegram: FakeTelegram | null;
  /** A new connection of our own. */
  readonly connect: () => Promise<RawClient>;
  /** The process the harness started. */
  readonly pid: () => number;
  /** To the process the gateway runs in; SIGKILL leaves its home for the next `start`. */
  readonly signal: (name: NodeJS.Signals) => void;
  /** Starts a new process on the same home and port. */
  readonly start: () => Promise<void>;
  /** Resolves to performance.now() of the first moment a client gets an answer. */
  readonly answers: (timeoutMs: number) => Promise<number>;
  /** Starts an agent run and returns once the gateway accepted it. */
  readonly run: (sessionKey: string, message: string) => Promise<string>;
  readonly stop: () => Promise<void>;
};

type Leash = { readonly process: ChildProcessByStdio<Writable, Readable, null>; readonly pid: number; readonly running: () => boolean };

/** Nothing of the caller's OpenClaw, npm or systemd variables: a gateway that thinks it is supervised exits instead of restarting. */
function gatewayEnvironment(home: string): NodeJS.ProcessEnv {
  return {
    PATH: `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
    HOME: home,
    TMPDIR: join(home, "tmp"),
    LANG: "C.UTF-8",
    NO_COLOR: "1",
    OPENCLAW_NO_AUTO_UPDATE: "1",
    OPENCLAW_DISABLE_BONJOUR: "1",
  };
}

function startLeash(home: string, command: readonly string[]): Promise<Leash> {
  const args = [join(import.meta.dirname, "leash.ts"), home, ...command];
  const leash = spawn(process.execPath, args, { env: gatewayEnvironment(home), stdio: ["pipe", "pipe", "inherit"], detached: true });
  leash.stdin.on("error", () => undefined);
  return new Promise((resolve, reject) => {
    let running = true;
    leash.once("error", reject);
    createInterface({ input: leash.stdout }).on("line", (line) => {
      const [word, ...rest] = line.split(" ");
      if (word === "pid") resolve({ process: leash, pid: Number(rest[0]), running: () => running });
      if (word === "ended") running = false;
      if (word === "failed") reject(new Error(rest.join(" ")));
    });
  });
}

async function dropLeash(leash: Leash): Promise<void> {
  const gone = new Promise((resolve) => leash.process.once("exit", resolve));
  leash.process.stdin.end("keep\n");
  await gone;
}

const lastLines = (file: string): string => readFileSync(file, "utf8").trimEnd().split("\n").slice(-20).join("\n  ");

/** A process can tell nobody when it begins to answer, so this knocks. */
async function knock(port: number, stillRuns: () => boolean, timeoutMs: number): Promise<{ at: number; client: RawClient } | string> {
  const deadline = performance.now() + timeoutMs;
  let why = "";
  while (performance.now() < deadline && stillRuns()) {
    try {
      const client = await connectRaw(port, token);
      return { at: performance.now(), client };
    } catch (error) {
      why = (error as Error).message;
    }
    await pause(20);
  }
  return stillRuns() ? `no answer in ${timeoutMs} ms, last: ${why}` : "the process ended";
}

export type GatewayOptions = { readonly telegram?: boolean; readonly maxConcurrent?: number };

export async function startGateway(version: string, { telegram = false, maxConcurrent = 1 }: GatewayOptions = {}): Promise<RealGateway> {
  const release = releaseOf(version);
  const entry = await ensureOpenClaw(version);
  const home = mkdtempSync(join(tmpdir(), `gatetop-gateway-`));
  const stateDir = join(home, ".openclaw");
  for (const dir of [stateDir, join(home, "tmp")]) mkdirSync(dir, { mode: 0o700 });
  const tokenFile = join(home, "token");
  writeFileSync(tokenFile, `${token}\n`, { mode: 0o600 });
  const provider = await startFakeProvider();
  const bot = telegram && release.telegram ? await startFakeTelegram() : null;
  const port = await freePort();
  const config = gatewayConfig({ release, home, port, token, providerPort: provider.port, telegramPort: bot?.port ?? null, maxConcurrent });
  writeFileSync(join(stateDir, "openclaw.json"), JSON.stringify(config, null, 2), { mode: 0o600 });

  let leash: Leash | null = null;
  let admin: RawClient | null = null;
  let runs = 0;

  const answers = async (timeoutMs: number): Promise<number> => {
    const outcome = await knock(port, () => leash?.running() === true, timeoutMs);
    if (typeof outcome === "string")
      throw new Error(`openclaw ${version}: ${outcome}; its last words:\n  ${lastLines(join(home, "console.log"))}`);
    admin?.close();
    admin = outcome.client;
    return outcome.at;
  };

  const start = async (): Promise<void> => {
    if (leash !== null) await dropLeash(leash);
    leash = await startLeash(home, [process.execPath, entry, "gateway", "run", "--port", String(port)]);
    await answers(90_000);
  };

  const stop = async (): Promise<void> => {
    admin?.close();
    if (leash !== null) await dropLeash(leash);
    await Promise.all([provider.close(), bot?.close()]);
    rmSync(home, { recursive: true, force: true });
  };

  const pid = (): number => {
    if (leash === null) throw new Error("the gateway was not started");
    return leash.pid;
  };

  const gateway: RealGateway = {
    release,
    port,
    url: `ws://127.0.0.1:${port}`,
    token,
    tokenFile,
    home,
    provider,
    telegram: bot,
    connect: () => connectRaw(port, token),
    pid,
    signal: (name) => process.kill(pid(), name),
    start,
    answers,
    run: async (sessionKey, message) => {
      if (admin === null) throw new Error("the gateway was not started");
      const accepted = await admin.request("agent", { sessionKey, message, idempotencyKey: `test-${process.pid}-${++runs}` });
      return String(accepted["runId"]);
    },
    stop,
  };
  try {
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return gateway;
}
