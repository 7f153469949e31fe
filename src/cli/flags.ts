// Every flag, declared once: it drives parsing, the Options type, --help and the usage errors.
import { boardIds } from "../data/boards/board.ts";
import { themeNames } from "../data/theme-names.ts";
import { restartModes } from "../data/restart/run.ts";
import { readFingerprint, readNumber, readOneOf, readPath, readProfile, readUrl, type Read } from "./flag-values.ts";
import { defaultScenario, scenarioNames } from "./scenario-names.ts";

export type Command = "dashboard" | "info" | "restart" | "channel" | "journal" | "doctor" | "report";

export type FlagGroup = "gateway" | "credentials" | "repairs" | "screen" | "output" | "other";

export type Switch = { readonly kind: "switch"; readonly name: string; readonly group: FlagGroup; readonly help: string };

export type Valued<T> = {
  readonly kind: "value";
  readonly name: string;
  /** How the value is called in --help. */
  readonly arg: string;
  /** The value when the flag stands alone. */
  readonly alone?: string;
  readonly group: FlagGroup;
  readonly help: string;
  readonly read: (text: string) => Read<T>;
};

const on = (name: string, group: FlagGroup, help: string): Switch => ({ kind: "switch", name, group, help });

const valued = <T>(name: string, arg: string, group: FlagGroup, help: string, read: (text: string) => Read<T>): Valued<T> => ({
  kind: "value",
  name,
  arg,
  group,
  help,
  read,
});

export const flags = {
  url: valued("url", "URL", "gateway", "ws:// or wss:// address; the same as giving it without --url", readUrl),
  port: valued("port", "N", "gateway", "port of the gateway on this host", readNumber("--port", 1, 65_535, true)),
  profile: valued("profile", "NAME", "gateway", "OpenClaw profile: state in ~/.openclaw-NAME", readProfile),
  stateDir: valued("state-dir", "DIR", "gateway", "OpenClaw's state directory (~/.openclaw)", readPath("--state-dir")),
  config: valued("config", "FILE", "gateway", "OpenClaw's config (openclaw.json in the state directory)", readPath("--config")),
  pid: valued("pid", "N", "gateway", "process of the gateway, when it cannot be found", readNumber("--pid", 1, 4_194_304, true)),
  tlsFingerprint: valued("tls-fingerprint", "SHA256", "gateway", "the only certificate accepted on wss://", readFingerprint),
  demo: {
    ...valued(
      "demo",
      "[SCENARIO]",
      "gateway",
      "a built-in gateway instead of a real one (channel-down)",
      readOneOf("demo scenario", scenarioNames),
    ),
    alone: defaultScenario,
  },

  tokenFile: valued("token-file", "FILE", "credentials", "read the gateway's token from a file", readPath("--token-file")),
  tokenStdin: on("token-stdin", "credentials", "read the token from the first line of standard input"),
  passwordFile: valued("password-file", "FILE", "credentials", "read the gateway's password from a file", readPath("--password-file")),

  mode: valued(
    "mode",
    "MODE",
    "repairs",
    "restart: graceful, signal, service or force (graceful)",
    readOneOf("restart mode", restartModes),
  ),
  wait: valued(
    "wait",
    "SECONDS",
    "repairs",
    "restart: judge by then, not at the mode's own deadline",
    readNumber("--wait", 1, 3_600, false),
  ),
  drain: valued(
    "drain",
    "SECONDS",
    "repairs",
    "restart --mode force: how long work may go on first (10)",
    readNumber("--drain", 0, 300, false),
  ),
  yes: on("yes", "repairs", "do not ask"),
  dryRun: on("dry-run", "repairs", "say what would be done, change nothing"),
  readonly: on("readonly", "repairs", "nothing on the gateway can be changed from here"),

  refresh: valued("refresh", "SECONDS", "screen", "time between refreshes, 0.5 to 60 (1)", readNumber("--refresh", 0.5, 60, false)),
  view: valued("view", "BOARD", "screen", `begin with ${boardIds.join(", ")}`, readOneOf("board", boardIds)),
  theme: valued("theme", "NAME", "screen", `${themeNames.join(", ")} (dark)`, readOneOf("theme", themeNames)),
  mouse: on("mouse", "screen", "a click selects, a second one opens, the wheel moves; shift selects text"),
  noColor: on("no-color", "screen", "no colour; NO_COLOR does the same"),
  noBell: on("no-bell", "screen", "no bell and no notification when something becomes critical"),
  ascii: on("ascii", "screen", "ASCII instead of box and status characters"),

  once: on("once", "output", "print one frame as plain text and exit; also when stdout is not a terminal"),
  json: on("json", "output", "print one snapshot, or what a command found or did, as JSON and exit"),
  record: valued("record", "FILE", "output", "keep what is seen for --replay; no names, no message text", readPath("--record")),
  names: on("names", "output", "with the real names, in a recording or report"),
  replay: valued("replay", "FILE", "output", "look at a recording again; nothing is contacted", readPath("--replay")),
  speed: valued("speed", "N", "output", "replay: so many times as fast, 0.1 to 1000 (1)", readNumber("--speed", 0.1, 1_000, false)),
  step: on("step", "output", "replay: begin paused; the right and left arrow step"),
  log: valued("log", "FILE", "output", "append what gatetop does to a file, as JSON lines", readPath("--log")),

  help: on("help", "other", "this text"),
  version: on("version", "other", "the version"),
} as const satisfies Record<string, Switch | Valued<unknown>>;

export type FlagKey = keyof typeof flags;

/** The value of each flag; null or false when it was not given. */
export type FlagValues = { readonly [K in FlagKey]: (typeof flags)[K] extends Valued<infer T> ? T | null : boolean };

export const flagList = Object.entries(flags) as readonly (readonly [FlagKey, Switch | Valued<unknown>])[];

const repairs = ["restart", "channel"] as const satisfies readonly Command[];
const withGateway = ["dashboard", "info", "doctor", "report", ...repairs] as const satisfies readonly Command[];

/** The commands a flag goes with; a flag that is not here goes with all. */
export const belongsTo: { readonly [K in FlagKey]?: readonly Command[] } = {
  ...Object.fromEntries(flagList.flatMap(([key, { group }]) => (["gateway", "credentials"].includes(group) ? [[key, withGateway]] : []))),
  mode: ["restart"],
  wait: ["restart"],
  drain: ["restart"],
  yes: repairs,
  dryRun: repairs,
  readonly: withGateway,
  refresh: ["dashboard"],
  view: ["dashboard"],
  theme: ["dashboard"],
  mouse: ["dashboard"],
  noBell: ["dashboard"],
  once: ["dashboard"],
  json: ["dashboard", "info", "journal", "doctor", ...repairs],
  record: ["dashboard"],
  names: ["dashboard", "report"],
  replay: ["dashboard"],
  speed: ["dashboard"],
  step: ["dashboard"],
  log: ["dashboard", "doctor", "report", ...repairs],
};

/** Flags that say how another is done, and that other one: alone they mean nothing. */
export const needs: readonly { readonly flag: FlagKey; readonly other: FlagKey; readonly unless?: Command }[] = [
  { flag: "speed", other: "replay" },
  { flag: "step", other: "replay" },
  { flag: "names", other: "record", unless: "report" },
];

/** Everything that leads to a gateway. */
const ways = ["url", "port", "profile", "stateDir", "config", "pid", "tlsFingerprint", "tokenFile", "tokenStdin", "passwordFile"] as const;

/** Flags that contradict each other, and what to do instead. */
export const conflicts: readonly { readonly pair: readonly [FlagKey, FlagKey]; readonly hint: string }[] = [
  { pair: ["tokenFile", "tokenStdin"], hint: "give the token once" },
  { pair: ["tokenFile", "passwordFile"], hint: "a gateway takes one of the two: give the one it is set up for" },
  { pair: ["tokenStdin", "passwordFile"], hint: "a gateway takes one of the two: give the one it is set up for" },
  { pair: ["url", "port"], hint: "put the port into the address" },
  ...ways.map((key) => ({ pair: ["demo", key] as const, hint: `the demo brings its own gateway: leave out --${flags[key].name}` })),
  ...([...ways, "demo", "record", "refresh"] as const).map((key) => ({
    pair: ["replay", key] as const,
    hint: `a replay asks no gateway: leave out --${flags[key].name}`,
  })),
];
