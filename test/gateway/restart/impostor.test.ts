// Something that is no gateway sits where the lock file points: no signal reaches it.
import { spawn, type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, describe, expect, test } from "vitest";
import { runProgram, temporaryHome, type Home } from "../../support/program.ts";
import { inspectorOpen, startTicksOf } from "../truth.ts";
import type { RestartReport } from "./ask.ts";

const children: ChildProcess[] = [];
const homes: Home[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  for (const home of homes.splice(0)) home.remove();
});

/** Answers as a gateway of the version would without credentials. Dies of any signal it has no handler for. */
const source = (version: string, handles: readonly string[]): string => `
  ${handles.map((name) => `process.on("${name}", () => undefined);`).join("")}
  const body = JSON.stringify({ ok: true, ready: true, status: "started", version: ${JSON.stringify(version)}, uptimeMs: 100000, failing: [] });
  const server = require("node:http").createServer((request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(body);
  });
  server.listen(0, "127.0.0.1", () => console.log(server.address().port));
`;

async function startImpostor(version: string, handles: readonly string[]): Promise<{ readonly pid: number; readonly port: number }> {
  const child = spawn(process.execPath, ["-e", source(version, handles)], { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  const port = await new Promise<number>((resolve) =>
    createInterface({ input: child.stdout }).once("line", (line) => resolve(Number(line))),
  );
  return { pid: child.pid ?? 0, port };
}

type Lock = { readonly pid: number; readonly startTime: number; readonly port: number };

/** A home whose lock file says this. */
function homeWith(lock: Lock): Home {
  const home = temporaryHome();
  homes.push(home);
  const state = join(home.dir, ".openclaw");
  const folder = join(state, "tmp", `openclaw-${process.getuid?.()}`);
  mkdirSync(folder, { recursive: true });
  const config = join(state, "openclaw.json");
  writeFileSync(config, JSON.stringify({ gateway: { port: lock.port, auth: { mode: "token", token: "nobody-knows" } } }), { mode: 0o600 });
  const text = JSON.stringify({ ...lock, ownerId: "somebody", createdAt: new Date().toISOString(), configPath: config, stateDir: state });
  const hash = createHash("sha256").update(config).digest("hex").slice(0, 8);
  for (const name of ["gateway.state.lock", `gateway.${hash}.lock`]) writeFileSync(join(folder, name), text);
  return home;
}

describe("gatetop restart --mode signal sends nothing", () => {
  test.each([
    ["to a process without the handler its version must have", "2026.9.6", [], {}, /SIGUSR2/u],
    ["to a process with a handler its version cannot have", "2026.9.5", ["SIGUSR2"], {}, /SIGUSR2|SIGUSR1/u],
    ["to a process of no known version", "dev", ["SIGUSR2"], {}, /version/u],
    ["to a process that has the pid of a gateway long gone", "2026.9.6", ["SIGUSR2"], { startTime: 1 }, /pid/u],
    ["to a process that does not own the port", "2026.9.6", ["SIGUSR2"], { pid: process.pid }, /port|pid/u],
  ])("%s", async (_what, version, handles, wrong: Partial<Lock>, why) => {
    const impostor = await startImpostor(version, handles);
    const pid = wrong.pid ?? impostor.pid;
    const home = homeWith({ port: impostor.port, startTime: startTicksOf(pid) ?? 0, ...wrong, pid });
    const answer = await runProgram(["restart", "--mode", "signal", "--yes", "--json"], { env: home.env, timeoutMs: 60_000 });
    const told = JSON.parse(answer.stdout) as RestartReport;
    expect({ code: answer.code, can: told.choice.can }).toEqual({ code: 1, can: false });
    expect(told.choice.why).toMatch(why);
    expect(startTicksOf(impostor.pid)).not.toBeNull();
    expect(inspectorOpen(impostor.pid)).toBe(false);
  });
});
