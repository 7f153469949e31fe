// A real `systemd --user` for the length of a test, on a machine whose first process may be anything.
import { execFile, spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

const places = ["/usr/lib/systemd/systemd", "/lib/systemd/systemd"];
const runs = (command: string, ...args: readonly string[]): boolean => spawnSync(command, args, { stdio: "ignore" }).status === 0;

/** Why there can be none here; null: there can. */
export function noSystemd(): string | null {
  if (process.platform !== "linux") return `there is no systemd on ${process.platform}`;
  if (process.getuid?.() !== 0) return "a mount namespace of our own needs root";
  if (!places.some((path) => existsSync(path)) || !runs("systemctl", "--version")) return "systemd is not installed";
  for (const command of ["unshare", "nsenter", "setpriv"]) if (!runs(command, "--version")) return `${command} is not installed`;
  return runs("unshare", "--mount", "--propagation", "private", "true") ? null : "this kernel or container allows no mount namespace";
}

/** In `.ci/run` a test that is left out is a failure. */
export const mustRun = process.env["GATETOP_CI"] === "1";

export type SystemdUser = {
  /** What stands before a command that is to run where the manager is. */
  readonly through: readonly string[];
  /** Ends with the exit status; both streams in one text. */
  readonly systemctl: (...args: readonly string[]) => Promise<{ readonly code: number; readonly said: string }>;
  /** Ends the manager and everything it runs. */
  readonly leave: () => Promise<void>;
};

/** `home`: whose units it runs. */
export function enterSystemd(home: string): Promise<SystemdUser> {
  const systemd = places.find((path) => existsSync(path)) ?? "";
  const script = ["bash", join(import.meta.dirname, "enter.sh"), home, systemd];
  const child = spawn("unshare", ["--mount", "--propagation", "private", "--", ...script], {
    stdio: ["pipe", "pipe", "inherit"],
    detached: true,
  });
  child.stdin.on("error", () => undefined);
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const through = ["nsenter", "--target", String(child.pid), "--mount", "--"];
  const env = { PATH: process.env["PATH"] ?? "", HOME: home, LANG: "C", XDG_RUNTIME_DIR: `/run/user/${process.getuid?.()}` };

  const systemctl: SystemdUser["systemctl"] = (...args) =>
    new Promise((resolve) => {
      const [command = "", ...rest] = [...through, "systemctl", "--user", ...args];
      execFile(command, rest, { env, timeout: 120_000 }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code ?? -1), said: `${stdout}${stderr}`.trim() });
      });
    });
  const leave = async (): Promise<void> => {
    child.stdin.end("leave\n");
    await gone;
  };

  return new Promise((resolve, reject) => {
    const said: string[] = [];
    child.once("error", reject);
    createInterface({ input: child.stdout })
      .on("line", (line) => {
        said.push(line);
        if (line === "ready") resolve({ through, systemctl, leave });
      })
      .once("close", () => reject(new Error(`systemd --user did not start: ${said.join("\n")}`)));
  });
}
