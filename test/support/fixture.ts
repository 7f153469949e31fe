// Payloads captured from real gateways, by release and situation.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("../fixtures/openclaw/", import.meta.url);

/** `captured("2026.9.6/busy/tasks.list")` is the undecoded payload of that call. */
export function captured(name: string): unknown {
  return JSON.parse(readFileSync(fileURLToPath(new URL(`${name}.json`, root)), "utf8"));
}
