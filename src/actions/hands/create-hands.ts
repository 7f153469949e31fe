// The hands of this host: signals, the service manager, and the command that starts a gateway nobody supervises. The demo has harmless ones.
import type { Hands, Witness } from "../../data/action/ports.ts";
import { createRun, type Argv } from "./run-gateway.ts";
import { sendSignal } from "./send-signal.ts";
import { createUnitCommand } from "./unit-command.ts";

/**
 * `witness` says at every command which unit is meant: it may have been installed a minute ago. `start`: how a gateway that nobody
 * supervises is started, and where its output goes; nobody but a guard is told.
 */
export function createHands({
  witness,
  start = null,
}: {
  readonly witness: Pick<Witness, "supervisor">;
  readonly start?: { readonly argv: Argv; readonly log: string } | null;
}): Hands {
  const unit = async () => {
    const reading = await witness.supervisor();
    return reading.found ? reading.facts : null;
  };
  const uid = process.getuid?.() ?? null;
  return {
    signal: sendSignal,
    unit: createUnitCommand({ unit, env: process.env, uid }),
    run: start === null ? null : createRun({ ...start, env: process.env, uid }),
  };
}
