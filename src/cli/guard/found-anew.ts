// A guard that begins while OpenClaw's config cannot be read knows its gateway by defaults alone, and would watch another address for
// ever: as soon as the config can be read, the gateway is looked for anew.
import fs from "node:fs";
import { refusedUrl } from "../../data/gateway/plaintext.ts";
import type { Timers } from "../../data/gateway/timers.ts";
import { codeOf } from "../file-errors.ts";
import type { FoundGateway } from "../find/gateway.ts";
import type { Options } from "../options.ts";
import { brokenConfig } from "./config-broken.ts";

export type Anew = {
  /** Never, of a gateway that was found by a config. Rejects for a defect. */
  readonly found: Promise<FoundGateway>;
  readonly ignore: () => void;
};

const LOOK_MS = 5_000;

function isBroken(file: string): boolean {
  try {
    return brokenConfig(fs.readFileSync(file, "utf8")) !== null;
  } catch (error) {
    if (codeOf(error) === "") throw error;
    return true;
  }
}

/** Null: there is none that may be asked anything. Loaded late: hardly any guard comes here. */
async function findAgain(options: Options): Promise<FoundGateway | null> {
  const { findGatewayOnThisHost } = await import("../find/this-host.ts");
  const found = findGatewayOnThisHost(options, null);
  return found.kind === "found" && refusedUrl(found.target.url) === null ? found : null;
}

/** A token that came by standard input comes only once: whoever gave it is not looked for again. */
export function foundAnew(options: Options, { target: { configPath } }: FoundGateway, timers: Timers): Anew {
  let timer: unknown = null;
  let over = false;
  const found = new Promise<FoundGateway>((resolve, reject) => {
    if (options.tokenStdin || configPath === null || !isBroken(configPath)) return;
    const look = async (): Promise<void> => {
      const anew = isBroken(configPath) ? null : await findAgain(options);
      if (anew !== null) resolve(anew);
      else again();
    };
    const again = (): void => {
      if (!over) timer = timers.set(() => void look().catch(reject), LOOK_MS);
    };
    again();
  });
  return {
    found,
    ignore: () => {
      over = true;
      timers.clear(timer);
    },
  };
}
