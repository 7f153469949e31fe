// Boards 4 to 8 of a real gateway, the command line and the light theme: of a gateway that runs, or of one that is started for it.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BUSY_MS, busy } from "../incident/busy.ts";
import { happen } from "../incident/happen.ts";
import { startGateway, type RealGateway } from "../../test/gateway/gateway.ts";
import { noSystemd } from "../../test/gateway/systemd/systemd-user.ts";
import { startUnitGateway } from "../../test/gateway/systemd/unit.ts";
import { takeSteps, type Around, type Save, type Step } from "./steps.ts";

const VERSION = "2026.9.6";

const steps = (meanwhile: () => Promise<void>): readonly Step[] => [
  { when: /● live/u, meanwhile, keys: "4" },
  {
    when: /╭.* logs [^]*\d+ lines · /u,
    picture: { name: "real-logs", title: "The log of a real gateway: counts by minute, starts, bursts of errors" },
    keys: "5",
  },
  {
    when: /model calls .*\d/u,
    picture: { name: "real-events", title: "The diagnostic stream of a real gateway: rates, latencies, every record" },
    keys: "6ssss",
  },
  {
    // What it costs a day is asked every two minutes.
    when: /today +0\.0[^]*by session · [^]* USD/u,
    patienceMs: 180_000,
    picture: { name: "real-usage", title: "Tokens and cost of a real gateway, by session" },
    keys: "7",
  },
  {
    when: /exec .*dangerous/u,
    picture: { name: "real-audit", title: "What agents did on a real gateway: a dangerous tool is marked; who is connected" },
    keys: "8",
  },
  {
    when: /(?:to mend|nothing is wrong) ─[^]*cron[^]*(?:next in|no jobs)/u,
    picture: { name: "real-service", title: "The unit of a real gateway: what is wrong with it, and its fix" },
    keys: "4:level ",
  },
  {
    when: /warn {2}error[^]*:level /u,
    picture: { name: "real-command", title: "A command is typed: what it does, and what may follow" },
    keys: "\u001b",
  },
  // Alone, for together they would be another key.
  { when: /enter details/u, keys: "1:theme light\r" },
  {
    when: /╭.* problems [^]*[⠁-⣿][^]*q quit/u,
    picture: { name: "real-light", title: "The light theme", scheme: "light" },
    keys: "q",
  },
];

/** A name and a home that are nobody's: both are on the pictures. In namespaces of its own, so that nothing of it stays. */
const HOST = "gateway-1";
const HOME = "/srv/openclaw";
const CLOAKED = "GATETOP_SCREENSHOTS_CLOAKED";

/** Runs this program again where the host has another name; null: this is it. */
function cloaked(): number | null {
  if (process.env[CLOAKED] !== undefined || noSystemd() !== null) return null;
  const script = `hostname ${HOST} && mount -t tmpfs tmpfs /srv && exec "$@"`;
  const again = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const args = ["--uts", "--mount", "--propagation", "private", "--", "sh", "-c", script, "sh", ...again];
  return spawnSync("unshare", args, { stdio: "inherit", env: { ...process.env, [CLOAKED]: "1" } }).status ?? 1;
}

/** The operator's own shell on the gateway's host: its config, its unit, its token are found. */
function operator(gateway: RealGateway, dir: string): Around {
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: gateway.home,
    XDG_STATE_HOME: join(dir, "state"),
    XDG_CACHE_HOME: join(dir, "cache"),
    TZ: "UTC",
  };
  const runtime = { TMPDIR: join(gateway.home, "tmp"), XDG_RUNTIME_DIR: `/run/user/${process.getuid?.()}` };
  return { through: gateway.through, env: { ...env, ...runtime } };
}

/** `args`: where the gateway is; none: it is started here, kept busy for some minutes, and ended. */
export async function takeEvidence(args: readonly string[], save: Save): Promise<void> {
  if (args.length > 0)
    return takeSteps(
      steps(() => Promise.resolve()),
      args,
      save,
    );
  const ended = cloaked();
  if (ended !== null) process.exit(ended);
  const bare = noSystemd() !== null;
  const options = { telegram: true, hook: true, irc: { ops: "up" }, maxConcurrent: 2 } as const;
  const gateway = bare ? await startGateway(VERSION, options) : await startUnitGateway(VERSION, { ...options, home: HOME });
  const dir = mkdtempSync(join(tmpdir(), "gatetop-screenshots-"));
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  try {
    await takeSteps(
      steps(() => happen(busy(gateway), BUSY_MS, say)),
      [],
      save,
      operator(gateway, dir),
    );
  } finally {
    await gateway.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}
