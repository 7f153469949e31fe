// The built guard as a process: begun while OpenClaw's config is broken, it watches the right gateway once that is mended.
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startGatewayProcess, type GatewayProcess } from "../probes/guard/gateway-process.ts";
import { programPath, temporaryHome, type Home } from "../support/program.ts";

let home: Home;
let gateway: GatewayProcess;
const profile = "gatetop-guard-test";

beforeEach(async () => {
  home = temporaryHome();
  gateway = await startGatewayProcess();
  mkdirSync(join(home.dir, `.openclaw-${profile}`), { mode: 0o700 });
});
afterEach(async () => {
  await gateway.kill();
  home.remove();
});

const configure = (text: string): void => writeFileSync(join(home.dir, `.openclaw-${profile}`, "openclaw.json"), text);

test("a config that is mended later: the gateway it names is watched from then on", async () => {
  configure("{ gateway: { port: 1");
  const child = spawn(process.execPath, [programPath, "guard", "--profile", profile], {
    env: home.env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", (code) => resolve(code)));
  let said = "";
  const says = (pattern: RegExp): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (pattern.test(said)) resolve();
      };
      child.stdout.on("data", look);
      child.once("close", () => reject(new Error(`it never said ${pattern}: ${said}`)));
      look();
    });
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
  await says(/guard of 127\.0\.0\.1:\d+: looks/u);
  expect(said).not.toContain(`:${gateway.port}:`);
  configure(`{ gateway: { port: ${gateway.port}, auth: { mode: "none" } } }`);
  await says(new RegExp(`config can be read again.*guard of 127\\.0\\.0\\.1:${gateway.port}: looks.*well · calm`, "su"));
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
});
