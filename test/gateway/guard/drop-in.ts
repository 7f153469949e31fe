// A change of the gateway's unit that is taken back again, as an administrator makes one.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { UnitGateway } from "../systemd/unit.ts";

/** Resolves when the manager has read it, with the way back. `text`: whole sections. */
export async function dropIn(gateway: UnitGateway, text: string): Promise<() => Promise<void>> {
  const folder = join(gateway.home, ".config/systemd/user/openclaw-gateway.service.d");
  const file = join(folder, "hard-case.conf");
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${text}\n`);
  await gateway.reload();
  return async () => {
    rmSync(file, { force: true });
    await gateway.reload();
  };
}
