// The hands of this host: signals and the service manager. The demo has harmless ones of its own.
import type { Hands, Witness } from "../../data/action/ports.ts";
import { sendSignal } from "./send-signal.ts";
import { createUnitCommand } from "./unit-command.ts";

/** `witness` says at every command which unit is meant: it may have been installed a minute ago. */
export function createHands({ witness }: { readonly witness: Pick<Witness, "supervisor"> }): Hands {
  const unit = async () => {
    const reading = await witness.supervisor();
    return reading.found ? reading.facts : null;
  };
  return { signal: sendSignal, unit: createUnitCommand({ unit, env: process.env, uid: process.getuid?.() ?? null }) };
}
