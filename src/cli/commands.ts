// What needs no screen and knows its gateway: each command is loaded when it is asked for.
import type { FoundGateway } from "./find/gateway.ts";
import type { Command } from "./flags.ts";
import type { Options } from "./options.ts";
import type { OwnConfigRead } from "./own-config.ts";

/** `found`: with what is wrong in gatetop's own config among its warnings; `looked`: without. */
type Asked = { readonly options: Options; readonly found: FoundGateway; readonly looked: FoundGateway; readonly own: OwnConfigRead };

type Row = {
  /** False: only files of this host are looked at, so that any address will do. */
  readonly contacts: boolean;
  /** Resolves with the exit code. */
  readonly run: (asked: Asked) => Promise<number>;
};

const repair: Row = {
  contacts: true,
  run: async ({ options, found, own }) => {
    const { repair } = await import("./act/repair.ts");
    return repair(options, found, own.readonly);
  },
};

export const commands: { readonly [C in Command]?: Row } = {
  restart: repair,
  channel: repair,
  doctor: {
    contacts: true,
    run: async ({ options, looked, own }) => {
      const { doctor } = await import("./doctor/doctor.ts");
      return doctor(options, looked, own.config);
    },
  },
  report: {
    contacts: true,
    run: async ({ options, found, own }) => {
      const { report } = await import("./report/report.ts");
      return report(options, found, own.config);
    },
  },
  check: {
    contacts: true,
    run: async ({ options, found, own }) => {
      const { check } = await import("./check/check.ts");
      return check(options, found, own.config);
    },
  },
  watch: {
    contacts: true,
    run: async ({ options, found, own }) => {
      const { watch } = await import("./watch/watch.ts");
      return watch(options, found, own.config);
    },
  },
  guard: {
    contacts: true,
    run: async ({ options, found, own }) => {
      const { guardCommand } = await import("./guard/guard.ts");
      return guardCommand(options, found, own);
    },
  },
  maintenance: {
    contacts: false,
    run: async ({ options, found, own }) => {
      const { maintenance } = await import("./maintenance.ts");
      return maintenance(options, found, own.config);
    },
  },
};
