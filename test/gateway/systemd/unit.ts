// A gateway as `openclaw gateway install` sets it up: a unit of the user's systemd, which starts it again whenever it ends.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { talkTo, type RealGateway } from "../gateway.ts";
import { layGround, type GatewayOptions, type Ground } from "../ground.ts";
import { openLink } from "../link.ts";
import { lockedPid } from "../truth.ts";
import { enterSystemd } from "./systemd-user.ts";

const unitName = "openclaw-gateway.service";

export type UnitGateway = RealGateway & {
  /** `systemctl --user WORD… openclaw-gateway.service`; rejects when it fails. */
  readonly unit: (...words: readonly string[]) => Promise<string>;
  /** Properties as `systemctl show` tells them. */
  readonly facts: () => Promise<Readonly<Record<string, string>>>;
  /** `systemctl --user WORD…`; rejects when it fails. */
  readonly systemctl: (...words: readonly string[]) => Promise<string>;
  readonly reload: () => Promise<void>;
  /** Resolves when the manager tells so; rejects when it does not in time. */
  readonly until: (wanted: (facts: Readonly<Record<string, string>>) => boolean, timeoutMs: number) => Promise<void>;
  /** Adds lines to the unit and reloads. */
  readonly amend: (section: "Unit" | "Service", lines: readonly string[]) => Promise<void>;
};

/** The words of the release's own installer, and what keeps its output and its network here. */
function unitText({ release, command, environment, home, port }: Ground): string {
  const values = {
    ...environment,
    OPENCLAW_GATEWAY_PORT: String(port),
    OPENCLAW_SYSTEMD_UNIT: unitName,
    OPENCLAW_SERVICE_MARKER: "openclaw",
    OPENCLAW_SERVICE_KIND: "gateway",
  };
  return [
    "[Unit]",
    `Description=OpenClaw Gateway (v${release.version})`,
    "StartLimitBurst=10",
    "StartLimitIntervalSec=300",
    "[Service]",
    `ExecStart=${command.filter((word) => word !== "run").join(" ")}`,
    "Restart=always",
    "RestartSec=5",
    "RestartPreventExitStatus=78",
    "TimeoutStopSec=330",
    "TimeoutStartSec=30",
    "SuccessExitStatus=0 143",
    "OOMPolicy=continue",
    "KillMode=mixed",
    `StandardOutput=append:${join(home, "console.log")}`,
    "StandardError=inherit",
    ...Object.entries(values).map(([key, value]) => `Environment="${key}=${value}"`),
    "[Install]",
    "WantedBy=default.target",
    "",
  ].join("\n");
}

export async function startUnitGateway(version: string, options: GatewayOptions = {}): Promise<UnitGateway> {
  const ground = await layGround(version, options);
  const folder = join(ground.home, ".config", "systemd", "user");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, unitName), unitText(ground));
  writeFileSync(join(ground.home, "console.log"), "");
  const systemd = await enterSystemd(ground.home);
  const link = openLink(ground.port);
  const talk = talkTo(ground, link, () => true);

  const systemctl = async (...words: readonly string[]): Promise<string> => {
    const { code, said } = await systemd.systemctl(...words);
    if (code !== 0) throw new Error(`systemctl --user ${words.join(" ")} ended with ${code}: ${said}`);
    return said;
  };
  const unit: UnitGateway["unit"] = (...words) => systemctl(...words, unitName);
  const gateway: UnitGateway = {
    ...ground,
    ...talk,
    through: systemd.through,
    pid: () => lockedPid(ground),
    signal: (name) => process.kill(lockedPid(ground), name),
    running: () => true,
    start: async () => {
      await unit("start");
      await talk.answers(90_000);
    },
    stop: async () => {
      link.close();
      await systemd.leave();
      await ground.remove();
    },
    unit,
    facts: async () => {
      const names = "ActiveState,SubState,Result,MainPID,InvocationID,NRestarts";
      const rows = (await unit("show", "--property", names)).split("\n");
      return Object.fromEntries(rows.map((row) => [row.slice(0, row.indexOf("=")), row.slice(row.indexOf("=") + 1)]));
    },
    systemctl,
    reload: async () => void (await systemctl("daemon-reload")),
    until: async (wanted, timeoutMs) => {
      const deadline = performance.now() + timeoutMs;
      while (!wanted(await gateway.facts())) {
        if (performance.now() > deadline) throw new Error(`the unit did not get there within ${timeoutMs} ms`);
        await pause(250);
      }
    },
    amend: async (section, lines) => {
      mkdirSync(join(folder, `${unitName}.d`), { recursive: true });
      writeFileSync(join(folder, `${unitName}.d`, "test.conf"), [`[${section}]`, ...lines, ""].join("\n"));
      await systemctl("daemon-reload");
    },
  };
  try {
    await systemctl("daemon-reload");
    await unit("enable", "--quiet");
    await gateway.start();
  } catch (error) {
    await gateway.stop();
    throw error;
  }
  return gateway;
}
