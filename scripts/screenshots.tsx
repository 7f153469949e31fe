// Draws screenshots/. From the demo:  npm run screenshots
// From a running gateway, one more:  npm run screenshots -- --url ws://127.0.0.1:18789 --token-file F
// Of its restart, with a run that hangs:  npm run screenshots -- restart --url …
// Of its troubles, when it has plenty:  npm run screenshots -- trouble --url …
// Of its logs, events, usage, audit and service:  npm run screenshots -- evidence [--url …]; without one it starts a gateway itself
import { mkdirSync, writeFileSync } from "node:fs";
import { spawn } from "@lydell/node-pty";
import { loadRaster } from "../src/ui/raster.ts";
import { demoPictures, drawDemoPicture } from "./screenshots/demo.ts";
import { takeEvidence } from "./screenshots/evidence.ts";
import { takeRestart } from "./screenshots/restart.ts";
import { takeTrouble } from "./screenshots/trouble.ts";
import { screenSvg } from "./screenshots/svg.ts";

const folder = new URL("../screenshots/", import.meta.url);
const save = (name: string, svg: string): void => {
  writeFileSync(new URL(`${name}.svg`, folder), svg);
  process.stdout.write(`screenshots/${name}.svg\n`);
};

/** What the built program has on the screen after it watched the gateway for a while. */
function watchGateway(args: readonly string[], columns: number, rows: number, watchMs: number): Promise<string> {
  return new Promise((resolve) => {
    const program = new URL("../dist/gatetop.cjs", import.meta.url).pathname;
    const env = { ...process.env, TERM: "xterm-256color", LANG: "C.UTF-8" };
    const pty = spawn(process.execPath, [program, ...args], { cols: columns, rows, env });
    let output = "";
    pty.onData((data) => (output += data));
    setTimeout(() => {
      resolve(output);
      pty.write("q");
    }, watchMs);
  });
}

mkdirSync(folder, { recursive: true });
await loadRaster();
const args = process.argv.slice(2);
if (args[0] === "restart") await takeRestart(args.slice(1), save);
else if (args[0] === "trouble") await takeTrouble(args.slice(1), save);
else if (args[0] === "evidence") await takeEvidence(args.slice(1), save);
else if (args.length > 0) {
  const output = await watchGateway(args, 120, 36, 90_000);
  save("real-gateway", await screenSvg(output, 120, 36, "gatetop on a real OpenClaw gateway"));
} else for (const picture of demoPictures) save(picture.name, await drawDemoPicture(picture));
process.exit(0);
