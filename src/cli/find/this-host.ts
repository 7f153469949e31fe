// The finder's input from the real process and host.
import os from "node:os";
import type { Options } from "../options.ts";
import { realFiles } from "./files.ts";
import { findGateway, type FoundGateway, type NoGateway } from "./gateway.ts";

/** `stdinLine`: what `readStdinLine` gave when --token-stdin is set, otherwise null. */
export function findGatewayOnThisHost(options: Options, stdinLine: string | null): FoundGateway | NoGateway {
  return findGateway({
    options,
    env: process.env,
    homedir: os.homedir(),
    cwd: process.cwd(),
    uid: process.getuid?.() ?? null,
    hostname: os.hostname(),
    addresses: Object.values(os.networkInterfaces()).flatMap((addresses) => (addresses ?? []).map(({ address }) => address)),
    files: realFiles,
    stdinLine,
  });
}
