// RPC config.get, of which only one switch is read.
import { bool, decoding, maybe, nested } from "./field.ts";

/**
 * `commands.restart`: whether the gateway obeys a restart signal. The gateway writes its defaults out, so that an effective
 * configuration without the switch is one nobody can judge: null.
 */
export function decodeCommandsRestart(payload: unknown): boolean | null {
  return decoding("config.get", payload, (from) => {
    const config = maybe(from, "runtimeConfig") ?? nested(from, "config");
    return bool(nested(config, "commands"), "restart");
  });
}
