// The service manager of this user, for gatetop's own units.
import { managerEnvironment, managerWords, systemctlQuietly } from "../../data/restart/supervisor-command.ts";
import { runUnitCommand } from "../hands/unit-command.ts";
import { assertOwnUnit } from "./write-unit.ts";

type Answer = Awaited<ReturnType<typeof runUnitCommand>>;

export type UnitManager = {
  readonly reload: () => Promise<Answer>;
  readonly unit: (verb: "enable" | "disable" | "start" | "stop", name: string) => Promise<Answer>;
};

const WAIT_MS = 60_000;

export function createUnitManager(env: NodeJS.ProcessEnv, uid: number | null): UnitManager {
  const run = (...words: readonly string[]): Promise<Answer> =>
    runUnitCommand([...managerWords["systemd-user"], ...systemctlQuietly, ...words], managerEnvironment(env, uid), WAIT_MS);
  return {
    reload: () => run("daemon-reload"),
    unit: (verb, name) => {
      assertOwnUnit(name);
      return run(verb, "--", name);
    },
  };
}
