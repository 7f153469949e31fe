// A real process that stands in for a gateway: HTTP pages, a lock file, and the ways in which one fails.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Target } from "../../../src/data/target.ts";
import { target as anyTarget } from "../../support/target.ts";

/** On stdin: `hires` has a child compute as long as it lives itself, `deaf` closes the port and lives on, `moved` listens on another address instead, `spin` takes a whole core and answers nothing, `draining`, `html`, `answering`. */
const script = `
  const http = require("node:http");
  let manner = "answering";
  const json = (response, status, body) => response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  const server = http.createServer((request, response) => {
    if (manner === "html") return response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html>");
    if (request.url === "/healthz") return json(response, 200, { ok: true, status: "live" });
    if (request.url === "/startupz") return json(response, manner === "draining" ? 503 : 200, { ok: true, status: manner === "draining" ? "draining" : "started", version: "2026.9.6", uptimeMs: 7200000 });
    json(response, 404, {});
  });
  server.listen(Number(process.argv[1]), "127.0.0.1", () => console.log(server.address().port));
  process.stdin.on("data", (chunk) => {
    const word = String(chunk).trim();
    if (word === "hires") {
      const work = "process.stdin.on('end', process.exit).resume(); const work = () => { const end = Date.now() + 40; while (Date.now() < end); setImmediate(work); }; work(); console.log('works')";
      return require("node:child_process").spawn(process.execPath, ["-e", work]).stdout.once("data", () => console.log(word));
    }
    if (word === "moved") {
      const { port } = server.address();
      server.closeAllConnections();
      return server.close(() => server.listen(port, "127.0.0.2", () => console.log(word)));
    }
    if (word === "deaf") { server.closeAllConnections(); return server.close(() => console.log(word)); }
    console.log(word);
    if (word === "spin") for (;;);
    manner = word;
  });
`;

export type GatewayProcess = {
  readonly pid: number;
  readonly startTicks: number;
  readonly port: number;
  /** Resolves when it has heard. */
  readonly become: (manner: "hires" | "deaf" | "moved" | "spin" | "draining" | "html" | "answering") => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly goOn: () => void;
  readonly kill: () => Promise<void>;
};

const fieldsOf = (pid: number): readonly string[] => (readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1) ?? "").split(" ");

export async function startGatewayProcess(port = 0): Promise<GatewayProcess> {
  const child = spawn(process.execPath, ["-e", script, String(port)], { stdio: ["pipe", "pipe", "inherit"] });
  const { pid } = child;
  if (pid === undefined) throw new Error("the stand-in did not start");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async (): Promise<string> => String((await lines.next()).value);
  const listens = Number(await line());
  const exited = once(child, "exit");
  return {
    pid,
    startTicks: Number(fieldsOf(pid)[19]),
    port: listens,
    become: async (manner) => {
      child.stdin.write(`${manner}\n`);
      await line();
    },
    stop: async () => {
      child.kill("SIGSTOP");
      while (fieldsOf(pid)[0] !== "T") await nextTurn();
    },
    goOn: () => void child.kill("SIGCONT"),
    kill: async () => {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

/** When the lock says that it was written. */
export const LOCKED_AT = "2026-11-20T14:56:19.906Z";

export type Place = {
  readonly stateDir: string;
  readonly target: (port: number) => Target;
  readonly lock: (of: { readonly pid: number; readonly startTicks: number | null; readonly port: number }) => string;
  readonly unlock: () => void;
  readonly remove: () => void;
};

/** A state directory of OpenClaw's with its lock file. */
export function temporaryPlace(): Place {
  const stateDir = mkdtempSync(join(tmpdir(), "gatetop-guard-"));
  const folder = join(stateDir, "tmp", `openclaw-${process.getuid?.() ?? 0}`);
  const file = join(folder, "gateway.state.lock");
  return {
    stateDir,
    target: (port) => ({ ...anyTarget, url: `ws://127.0.0.1:${port}`, port, stateDir }),
    lock: ({ pid, startTicks, port }) => {
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, JSON.stringify({ pid, startTime: startTicks, port, ownerId: "54be7049", createdAt: LOCKED_AT }));
      return file;
    },
    unlock: () => rmSync(file, { force: true }),
    remove: () => rmSync(stateDir, { recursive: true, force: true }),
  };
}
