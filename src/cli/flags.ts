// Every flag, declared once: it drives parsing, the Options type, --help and the usage errors.
import { boardIds } from "../data/boards/board.ts";
import { themeNames } from "../data/theme-names.ts";
import { restartModes } from "../data/restart/run.ts";
import { readFingerprint, readNumber, readOneOf, readPath, readProfile, readText, readUrl, type Read } from "./flag-values.ts";
import { readMemoryTrigger, readSpan, readTimes, readZone } from "./guard-values.ts";
import { defaultScenario, scenarioNames } from "./scenario-names.ts";

export type Command =
  | "dashboard"
  | "info"
  | "restart"
  | "channel"
  | "journal"
  | "doctor"
  | "report"
  | "check"
  | "watch"
  | "guard"
  | "maintenance"
  | "config";

export type FlagGroup = "gateway" | "credentials" | "repairs" | "guard" | "screen" | "output" | "other";

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

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

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

  act: on("act", "guard", "repair, instead of only telling what would be done"),
  fast: on("fast", "guard", "look every second and wait less before a repair"),
  interval: valued("interval", "SECONDS", "guard", "time between two looks, 1 to 300 (5)", readNumber("--interval", 1, 300, false)),
  strikes: valued("strikes", "N", "guard", "bad looks that make a failure, 2 to 20 (3)", readNumber("--strikes", 2, 20, true)),
  restartEvery: valued(
    "restart-every",
    "SPAN",
    "guard",
    "restart that often while no work is under way: 8h, 1d",
    readSpan("--restart-every", MINUTE_MS, 30 * DAY_MS),
  ),
  restartAt: valued("restart-at", "TIMES", "guard", "the same, at these times of day: 04:00,16:00", readTimes("--restart-at")),
  timeZone: valued("time-zone", "ZONE", "guard", "of --restart-at, as Europe/Berlin (this host's)", readZone("--time-zone")),
  restartWithin: valued(
    "restart-within",
    "SPAN",
    "guard",
    "wait so long for work to end, then leave one out (30m)",
    readSpan("--restart-within", 0, DAY_MS),
  ),
  restartOn: valued(
    "restart-on",
    "memory[=SIZE]",
    "guard",
    "the same, when memory grows to its limit, or to 1200MB",
    readMemoryTrigger("--restart-on"),
  ),
  advise: on("advise", "guard", "tell that a restart is due, instead of making it"),
  cleanLogs: on("clean-logs", "guard", "remove OpenClaw's logs over 7 days or 50 MB, instead of telling"),
  timer: on("timer", "guard", "guard install: a timer with guard --once, instead of a service"),
  for: valued("for", "SPAN", "guard", "maintenance on: how long, 1m to 7d (1h)", readSpan("--for", MINUTE_MS, 7 * DAY_MS)),
  reason: valued("reason", "TEXT", "guard", "maintenance on: why, for whoever asks", readText("--reason", 200)),

  refresh: valued("refresh", "SECONDS", "screen", "time between refreshes, 0.5 to 60 (1)", readNumber("--refresh", 0.5, 60, false)),
  view: valued("view", "BOARD", "screen", `begin with ${boardIds.join(", ")}`, readOneOf("board", boardIds)),
  theme: valued("theme", "NAME", "screen", `${themeNames.join(", ")} (dark)`, readOneOf("theme", themeNames)),
  mouse: on("mouse", "screen", "a click selects, a second one opens, the wheel moves; shift selects text"),
  noColor: on("no-color", "screen", "no colour; NO_COLOR does the same"),
  noBell: on("no-bell", "screen", "no bell and no notification when something becomes critical"),
  ascii: on("ascii", "screen", "ASCII instead of box and status characters"),

  once: on("once", "output", "print one frame as plain text and exit; also when stdout is not a terminal"),
  timeout: valued("timeout", "SECONDS", "output", "check: say what is known by then, 1 to 60 (10)", readNumber("--timeout", 1, 60, false)),
  every: valued("every", "SECONDS", "output", "watch: a whole snapshot that often too, 1 to 3600", readNumber("--every", 1, 3_600, false)),
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
const guarding = ["guard", "maintenance", "config"] as const satisfies readonly Command[];
const looking = ["dashboard", "info", "doctor", "report", "check", "watch", ...repairs] as const satisfies readonly Command[];
const withGateway = [...looking, "guard", "maintenance"] as const satisfies readonly Command[];

const ofGroup: { readonly [G in FlagGroup]?: readonly Command[] } = { gateway: withGateway, credentials: withGateway, guard: ["guard"] };

/** The commands a flag goes with; a flag that is not here goes with all. */
export const belongsTo: { readonly [K in FlagKey]?: readonly Command[] } = {
  ...Object.fromEntries(flagList.flatMap(([key, { group }]) => (ofGroup[group] === undefined ? [] : [[key, ofGroup[group]]]))),
  // An invented gateway has nobody to guard it, and no state of its own.
  demo: looking,
  // Copies of a config are told by where it is, not by the gateway: that may not start with what is in it.
  profile: [...withGateway, "config"],
  stateDir: [...withGateway, "config"],
  config: [...withGateway, "config"],
  mode: ["restart"],
  wait: ["restart"],
  drain: ["restart"],
  yes: [...repairs, "guard", "config"],
  dryRun: [...repairs, "guard"],
  readonly: [...looking, "guard", "config"],
  for: ["maintenance"],
  reason: ["maintenance"],
  refresh: ["dashboard"],
  view: ["dashboard"],
  theme: ["dashboard"],
  mouse: ["dashboard"],
  noBell: ["dashboard"],
  once: ["dashboard", "guard"],
  timeout: ["check"],
  every: ["watch"],
  json: ["dashboard", "info", "journal", "doctor", "check", ...guarding, ...repairs],
  record: ["dashboard"],
  names: ["dashboard", "report"],
  replay: ["dashboard"],
  speed: ["dashboard"],
  step: ["dashboard"],
  log: ["dashboard", "doctor", "report", "check", "watch", "guard", ...repairs],
};

/** Flags that go with some of a command's verbs alone. */
export const withVerb: readonly { readonly flag: FlagKey; readonly command: Command; readonly verbs: readonly string[] }[] = [
  ...flagList.flatMap(([flag, { group }]) =>
    group === "guard" && belongsTo[flag]?.includes("guard") === true
      ? [{ flag, command: "guard" as const, verbs: ["run", "install"] }]
      : [],
  ),
  { flag: "timer", command: "guard", verbs: ["install"] },
  { flag: "yes", command: "guard", verbs: ["install", "uninstall"] },
  { flag: "once", command: "guard", verbs: ["run"] },
  { flag: "for", command: "maintenance", verbs: ["on"] },
  { flag: "reason", command: "maintenance", verbs: ["on"] },
  { flag: "yes", command: "config", verbs: ["restore"] },
];

/** Flags that say how another is done, and that other one: alone they mean nothing. */
export const needs: readonly { readonly flag: FlagKey; readonly other: FlagKey; readonly unless?: Command }[] = [
  { flag: "speed", other: "replay" },
  { flag: "step", other: "replay" },
  { flag: "names", other: "record", unless: "report" },
];

/** Everything that leads to a gateway. */
const ways = ["url", "port", "profile", "stateDir", "config", "pid", "tlsFingerprint", "tokenFile", "tokenStdin", "passwordFile"] as const;

/** Flags that contradict each other, and what to do instead. `unless`: the verb with which they do not. */
export const conflicts: readonly { readonly pair: readonly [FlagKey, FlagKey]; readonly unless?: string; readonly hint: string }[] = [
  { pair: ["tokenFile", "tokenStdin"], hint: "give the token once" },
  { pair: ["tokenFile", "passwordFile"], hint: "a gateway takes one of the two: give the one it is set up for" },
  { pair: ["tokenStdin", "passwordFile"], hint: "a gateway takes one of the two: give the one it is set up for" },
  { pair: ["url", "port"], hint: "put the port into the address" },
  { pair: ["act", "dryRun"], unless: "install", hint: "without --act nothing is done anyway" },
  { pair: ["act", "readonly"], hint: "a guard that may change nothing tells what it would do: leave out --act" },
  ...ways.map((key) => ({ pair: ["demo", key] as const, hint: `the demo brings its own gateway: leave out --${flags[key].name}` })),
  ...([...ways, "demo", "record", "refresh"] as const).map((key) => ({
    pair: ["replay", key] as const,
    hint: `a replay asks no gateway: leave out --${flags[key].name}`,
  })),
];
