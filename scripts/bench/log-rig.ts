// A dashboard on a log of the bench's own. Its gateway names that file, and before figures are believed the board has named it too:
// the gateways of this host have logs of their own.
import { randomUUID } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Bench, Figures } from "./benchmark.ts";
import { startGateway } from "./gateway-process.ts";
import { logLine, sentence } from "./log-writer.ts";
import { pause } from "./pause.ts";
import { isLive, openTerminal, type Screen, type Terminal } from "./terminal.ts";

export type Site = { readonly file: string; readonly env: Readonly<Record<string, string>>; readonly remove: () => void };

/** In no other log of this host. */
const own = `bench ${randomUUID()}`;

/** As many lines as a gateway would write, each of them ours. */
export const ownLines = (count: number): string => Array.from({ length: count }, () => logLine(`${own}, ${sentence()}`)).join("");

/** A log of the bench's own, with rows enough to move among them, and a config that names it. */
function site({ home }: Bench): Site {
  const [file, config] = [join(home.dir, "gateway.log"), join(home.dir, "openclaw.json")];
  writeFileSync(file, ownLines(100));
  writeFileSync(config, JSON.stringify({ logging: { file } }));
  return { file, env: { ...home.env, OPENCLAW_CONFIG_PATH: config }, remove: () => rmSync(file, { force: true }) };
}

export type Rig = { readonly terminal: Terminal; readonly site: Site };

/** A live dashboard with its late part loaded, on a gateway that says it logs into the site's file. */
export async function withTerminal(bench: Bench, prepare: (site: Site) => void, run: (rig: Rig) => Promise<Figures>): Promise<Figures> {
  const here = site(bench);
  prepare(here);
  const gateway = await startGateway(bench, 0, { log: here.file });
  const terminal = openTerminal([process.execPath, bench.program, ...gateway.args, "--pid", String(gateway.pid)], { env: here.env });
  try {
    await terminal.until("live", isLive);
    await pause(2_000);
    return await run({ terminal, site: here });
  } finally {
    await terminal.end();
    await gateway.end();
    here.remove();
  }
}

export const border = (screen: Screen): string => screen.find((line) => line.startsWith("╭") && line.includes("logs")) ?? "";
export const follows = (screen: Screen): boolean => border(screen).includes("following");
export const hasLines = (screen: Screen): boolean =>
  /lines · (?:file|rpc)/u.test(border(screen)) && screen.some((line) => line.includes(own));

/** The details of a line name the file it was read from: figures of another log would be worth nothing. */
export async function isOurs({ terminal, site: { file } }: Rig): Promise<void> {
  terminal.write("\r");
  await terminal.until(`${file} as the log that is read`, (screen) => screen.some((line) => line.includes(file)));
  terminal.write("\u001b");
  await terminal.until("the board again", (screen) => !screen.some((line) => line.includes(file)) && follows(screen));
}

export async function openLogs(rig: Rig): Promise<void> {
  rig.terminal.write("4");
  await rig.terminal.until("lines of the log", hasLines);
  await isOurs(rig);
}
