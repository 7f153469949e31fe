// Installs an OpenClaw release from npm into a cache outside the tree, once, all or nothing.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { releaseOf } from "./releases.ts";

const cacheDir = process.env["GATETOP_GATEWAY_CACHE"] ?? join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "gatetop");

/** A git dependency of old releases, which the registry cannot provide; only what they import by name at start. */
const stubbedNames = [
  "DisconnectReason",
  "downloadMediaMessage",
  "extractMessageContent",
  "fetchLatestBaileysVersion",
  "getContentType",
  "isJidGroup",
  "makeCacheableSignalKeyStore",
  "makeWASocket",
  "normalizeMessageContent",
  "useMultiFileAuthState",
];

function writeProject(dir: string, version: string): void {
  const stubs = releaseOf(version).needsStubs;
  const project = {
    private: true,
    dependencies: { openclaw: version },
    ...(stubs ? { overrides: { linkedom: "0.18.9", "@whiskeysockets/baileys": "file:./stub" } } : {}),
  };
  writeFileSync(join(dir, "package.json"), JSON.stringify(project));
  if (!stubs) return;
  mkdirSync(join(dir, "stub"));
  writeFileSync(
    join(dir, "stub", "package.json"),
    JSON.stringify({ name: "@whiskeysockets/baileys", version: "7.0.0-rc.9", main: "i.js" }),
  );
  writeFileSync(join(dir, "stub", "i.js"), stubbedNames.map((name) => `exports.${name} = undefined;\n`).join(""));
}

/** The registry, proxy and certificate settings of this machine pass; what an enclosing `npm run` says about our own project does not. */
function npmEnvironment(): NodeJS.ProcessEnv {
  const ours = /^npm_(?!config_)|^npm_config_(local_|global_)?prefix$|^INIT_CWD$/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}

function runToEnd(what: string, argv: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<void> {
  const [command = "", ...args] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (said += text));
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${what} ended with ${code}:\n${said.slice(-4000)}`));
    });
  });
}

function npmInstall(dir: string): Promise<void> {
  const flags = ["--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"];
  return runToEnd("npm install", ["npm", "install", ...flags], dir, npmEnvironment());
}

const entryIn = (dir: string): string => join(dir, "node_modules", "openclaw", "openclaw.mjs");

/** The start file of the release. A complete earlier installation is used as it is. */
export async function ensureOpenClaw(version: string): Promise<string> {
  const dir = join(cacheDir, `openclaw-${version}`);
  if (existsSync(entryIn(dir))) return entryIn(dir);
  mkdirSync(cacheDir, { recursive: true });
  const part = mkdtempSync(`${dir}.part-`);
  try {
    const startedAt = Date.now();
    writeProject(part, version);
    await npmInstall(part);
    const found = (JSON.parse(readFileSync(join(part, "node_modules", "openclaw", "package.json"), "utf8")) as { version: string }).version;
    if (found !== version) throw new Error(`npm installed openclaw ${found} where ${version} was asked for`);
    // Another run may have finished first: then its directory stands and ours is dropped.
    if (!existsSync(dir)) renameSync(part, dir);
    process.stderr.write(`openclaw ${version} installed in ${((Date.now() - startedAt) / 1000).toFixed(1)} s: ${dir}\n`);
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
  return entryIn(dir);
}

/** How npm is to be used on this machine, for a program that has another home. */
function npmSettings(): NodeJS.ProcessEnv {
  const settings = Object.entries(npmEnvironment()).filter(([name]) => /^npm_config_|_proxy$|^NODE_EXTRA_CA_CERTS$/i.test(name));
  return {
    npm_config_userconfig: join(homedir(), ".npmrc"),
    npm_config_cache: join(cacheDir, "npm"),
    npm_config_prefer_offline: "true",
    ...Object.fromEntries(settings),
    PATH: process.env["PATH"],
  };
}

/** Into the gateway's own home by its own command: it trusts no plugin that came another way. */
export async function installIrc(version: string, home: string, environment: Readonly<Record<string, string>>): Promise<void> {
  const { ircPlugin } = releaseOf(version);
  if (ircPlugin === null) throw new Error(`no IRC plugin is known for openclaw ${version}`);
  const entry = await ensureOpenClaw(version);
  const args = ["plugins", "install", `npm:@openclaw/irc@${ircPlugin}`, "--accept-capabilities"];
  await runToEnd("openclaw plugins install", [process.execPath, entry, ...args], home, { ...environment, ...npmSettings() });
}
