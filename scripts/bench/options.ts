// What `npm run bench` can be told.
import { parseArgs } from "node:util";

export type BenchOptions = {
  readonly only: readonly string[] | null;
  readonly rounds: number | null;
  readonly write: boolean;
  readonly long: boolean;
  readonly gateway: { readonly url: string; readonly tokenFile: string; readonly pid: number | null } | null;
};

export const usage = `npm run bench -- [--only id,id] [--rounds N] [--long] [--write] [--gateway URL --token-file F [--pid N]]

  --only      run these rows only
  --rounds    instead of each row's own number
  --long      windows as long as the promises: 5 min idle, 11 min of a crowd, 60 s of events, 2 min of a gateway's CPU, 45 s away,
              10 min of a guard
  --write     put the figures into docs/performance.md
  --gateway   a real OpenClaw gateway for the rows "idle", "cost", "check" and "guard"; it is looked at, nothing else. Its process
              is found by gatetop unless --pid names it. With --only restart it is restarted, five times.

Two rows run only when they are named: "restart", and "guard-recovery", which starts a gateway of its own under systemd and stops it by
signal, ten times (Linux, root and systemd installed; OpenClaw comes from npm).
`;

/** Throws an Error with one sentence when the arguments make no sense. */
export function readOptions(argv: readonly string[], known: readonly string[]): BenchOptions | "help" {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      only: { type: "string" },
      rounds: { type: "string" },
      write: { type: "boolean", default: false },
      long: { type: "boolean", default: false },
      gateway: { type: "string" },
      "token-file": { type: "string" },
      pid: { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return "help";
  const only = values.only?.split(",") ?? null;
  const unknown = only?.find((id) => !known.includes(id));
  if (unknown !== undefined) throw new Error(`there is no benchmark ${unknown}: there are ${known.join(", ")}`);
  if ((values.gateway === undefined) !== (values["token-file"] === undefined)) throw new Error("--gateway and --token-file go together");
  return {
    only,
    rounds: whole("--rounds", values.rounds),
    write: values.write,
    long: values.long,
    gateway:
      values.gateway === undefined || values["token-file"] === undefined
        ? null
        : { url: values.gateway, tokenFile: values["token-file"], pid: whole("--pid", values.pid) },
  };
}

function whole(flag: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`${flag} must be a whole number above 0`);
  return value;
}
