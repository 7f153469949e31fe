import { expect, test } from "vitest";
import { flagList } from "../../src/cli/flags.ts";
import { nearest } from "../../src/cli/nearest.ts";
import { defaultScenario, scenarioNames } from "../../src/cli/scenario-names.ts";
import * as demo from "../../src/demo/scenarios.ts";
import { parseArguments, type Options } from "../../src/cli/options.ts";

const run = (argv: readonly string[]): Options => {
  const parsed = parseArguments(argv);
  if (parsed.kind !== "run") throw new Error(`expected options, got ${JSON.stringify(parsed)}`);
  return parsed.options;
};

const nothing: Options = {
  command: "dashboard",
  channel: null,
  guard: null,
  maintenance: null,
  copies: null,
  url: null,
  port: null,
  profile: null,
  stateDir: null,
  config: null,
  pid: null,
  tlsFingerprint: null,
  demo: null,
  tokenFile: null,
  tokenStdin: false,
  passwordFile: null,
  mode: null,
  wait: null,
  drain: null,
  yes: false,
  dryRun: false,
  readonly: false,
  act: false,
  fast: false,
  interval: null,
  strikes: null,
  restartEvery: null,
  restartAt: null,
  timeZone: null,
  restartWithin: null,
  restartOn: null,
  advise: false,
  cleanLogs: false,
  timer: false,
  for: null,
  reason: null,
  noBell: false,
  refresh: null,
  view: null,
  theme: null,
  mouse: false,
  noColor: false,
  ascii: false,
  once: false,
  timeout: null,
  every: null,
  json: false,
  record: null,
  names: false,
  replay: null,
  speed: null,
  step: false,
  log: null,
};

const print = "0123456789abcdef".repeat(4);

test.each<[string, string[], Partial<Options>]>([
  ["a board to begin with", ["--view", "sessions"], { view: "sessions" }],
  ["colours and the mouse", ["--theme=light", "--mouse"], { theme: "light", mouse: true }],
  ["nothing", [], {}],
  ["a target", ["ws://127.0.0.1:18789"], { url: "ws://127.0.0.1:18789" }],
  ["a target with a path and TLS", ["wss://Gate.Example.org/base"], { url: "wss://gate.example.org/base" }],
  ["a web address", ["https://gate.example.org/"], { url: "wss://gate.example.org" }],
  ["an IPv6 target", ["--url", "ws://[::1]:9"], { url: "ws://[::1]:9" }],
  ["info and a target", ["info", "ws://127.0.0.1:1"], { command: "info", url: "ws://127.0.0.1:1" }],
  ["info behind a flag", ["--json", "info"], { command: "info", json: true }],
  ["values with and without =", ["--port=19001", "--profile", "ops"], { port: 19_001, profile: "ops" }],
  ["the last of two", ["--port", "1", "--port", "2"], { port: 2 }],
  [
    "every path",
    ["--token-file", "t", "--state-dir", "s", "--config", "c", "--log", "l"],
    { tokenFile: "t", stateDir: "s", config: "c", log: "l" },
  ],
  ["a password file", ["--password-file", "p"], { passwordFile: "p" }],
  ["a value that begins with a dash, said with =", ["--token-file=-t"], { tokenFile: "-t" }],
  ["a fingerprint with colons", ["--tls-fingerprint", print.toUpperCase().replaceAll(/..(?=.)/gu, "$&:")], { tlsFingerprint: print }],
  ["a fingerprint as openssl prints it", ["--tls-fingerprint", `SHA256:${print}`], { tlsFingerprint: print }],
  ["fractions of a second", ["--refresh", "0.5"], { refresh: 0.5 }],
  ["the slowest refresh", ["--refresh", "60"], { refresh: 60 }],
  [
    "switches",
    ["--once", "--json", "--ascii", "--no-color", "--token-stdin"],
    { once: true, json: true, ascii: true, noColor: true, tokenStdin: true },
  ],
  ["a pid", ["--pid", "77"], { pid: 77 }],
  ["the demo alone", ["--demo"], { demo: "channel-down" }],
  ["the demo before a flag", ["--demo", "--once"], { demo: "channel-down", once: true }],
  ["a scenario", ["--demo", "frozen"], { demo: "frozen" }],
  ["words after --", ["--", "ws://127.0.0.1:5"], { url: "ws://127.0.0.1:5" }],
  ["read-only", ["--readonly"], { readonly: true }],
  ["a restart", ["restart"], { command: "restart" }],
  ["a restart elsewhere", ["restart", "ws://127.0.0.1:5", "--yes"], { command: "restart", url: "ws://127.0.0.1:5", yes: true }],
  [
    "every flag of a restart",
    ["restart", "--mode", "force", "--drain", "3", "--wait", "5", "--yes", "--json", "--dry-run"],
    { command: "restart", mode: "force", drain: 3, wait: 5, yes: true, json: true, dryRun: true },
  ],
  [
    "a channel account",
    ["channel", "restart", "telegram/poll"],
    { command: "channel", channel: { verb: "restart", channel: "telegram", account: "poll" } },
  ],
  [
    "a channel with one account, elsewhere",
    ["channel", "ws://127.0.0.1:5", "stop", "irc"],
    { command: "channel", url: "ws://127.0.0.1:5", channel: { verb: "stop", channel: "irc", account: null } },
  ],
  [
    "an account with a slash",
    ["channel", "start", "matrix/@a:b/c"],
    { command: "channel", channel: { verb: "start", channel: "matrix", account: "@a:b/c" } },
  ],
  ["the journal", ["journal", "--json"], { command: "journal", json: true }],
  ["a check", ["check", "ws://127.0.0.1:5", "--timeout", "2.5"], { command: "check", url: "ws://127.0.0.1:5", timeout: 2.5 }],
  ["a watch", ["watch", "--every", "60"], { command: "watch", every: 60 }],
  ["a guard", ["guard"], { command: "guard", guard: "run" }],
  ["a guard elsewhere", ["guard", "ws://127.0.0.1:5"], { command: "guard", guard: "run", url: "ws://127.0.0.1:5" }],
  ["a guard in a profile", ["guard", "status", "--profile", "ops"], { command: "guard", guard: "status", profile: "ops" }],
  ["a guard elsewhere, armed again", ["guard", "ws://h.lan:5", "rearm"], { command: "guard", guard: "rearm", url: "ws://h.lan:5" }],
  [
    "every flag of a guard",
    [
      "guard --act --fast --interval 2.5 --strikes=4 --restart-every 1d12h --restart-at 16:00,04:00,16:00",
      "--time-zone Europe/Berlin --restart-within 0s --restart-on memory=1200MB --advise --clean-logs --once",
    ].flatMap((words) => words.split(" ")),
    {
      command: "guard",
      guard: "run",
      act: true,
      fast: true,
      interval: 2.5,
      strikes: 4,
      restartEvery: 129_600_000,
      restartAt: [240, 960],
      timeZone: "Europe/Berlin",
      restartWithin: 0,
      restartOn: { bytes: 1_200_000_000 },
      advise: true,
      cleanLogs: true,
      once: true,
    },
  ],
  ["a restart when memory grows", ["guard", "--restart-on=memory"], { command: "guard", guard: "run", restartOn: { bytes: null } }],
  [
    "an installation",
    ["guard", "install", "--timer", "--yes", "--act"],
    { command: "guard", guard: "install", timer: true, yes: true, act: true },
  ],
  [
    "an installation that is only shown",
    ["guard", "install", "--act", "--dry-run"],
    { command: "guard", guard: "install", act: true, dryRun: true },
  ],
  ["maintenance", ["maintenance"], { command: "maintenance", maintenance: "status" }],
  [
    "a window of maintenance",
    ["maintenance", "on", "--for", "1h30m", "--reason", "disk\u001b[31m swap"],
    { command: "maintenance", maintenance: "on", for: 5_400_000, reason: "disk swap" },
  ],
  [
    "a window elsewhere",
    ["maintenance", "ws://127.0.0.1:5", "off"],
    { command: "maintenance", maintenance: "off", url: "ws://127.0.0.1:5" },
  ],
  ["the copies", ["config", "list", "--json"], { command: "config", copies: { verb: "list", copy: null }, json: true }],
  ["the newest copy", ["config", "restore"], { command: "config", copies: { verb: "restore", copy: null } }],
  ["an older copy", ["config", "restore", "3", "--yes"], { command: "config", copies: { verb: "restore", copy: 3 }, yes: true }],
])("understands %s", (_, argv, expected) => {
  expect(run(argv)).toEqual({ ...nothing, ...expected });
});

const listed: readonly string[] = ["info", "doctor", "report", "check", "watch", "restart", "channel", "guard", "maintenance"];

test.each<[string[], string, string]>([
  [["--tokn-file", "x"], "there is no flag --tokn-file", "did you mean --token-file?"],
  [["--onec"], "there is no flag --onec", "did you mean --once?"],
  [["--frobnicate"], "there is no flag --frobnicate", "gatetop --help lists what there is"],
  [["-q"], "there is no flag -q", "gatetop --help lists what there is"],
  [["--url"], "--url needs a value", "write --url URL"],
  [["--url", "--once"], "--url needs a value", "write --url URL"],
  [["--once=yes"], "--once takes no value", "write --once alone"],
  [["--token", "abc"], "--token would show the token to everyone on this host", "use --token-file F or $OPENCLAW_GATEWAY_TOKEN"],
  [
    ["--password=abc"],
    "--password would show the password to everyone on this host",
    "use --password-file F or $OPENCLAW_GATEWAY_PASSWORD",
  ],
  [["completion"], "completion is not part of this version", "gatetop --help lists what there is"],
  [["chek"], "there is no command chek", "did you mean check?"],
  [["check", "prod"], '"prod" is not a ws:// or wss:// address', "an address looks like ws://127.0.0.1:18789"],
  [["check", "--timeout", "0.5"], '--timeout cannot be "0.5"', "give a number from 1 to 60"],
  [["watch", "--json"], "--json means nothing to gatetop watch", expect.stringMatching(/^it belongs to gatetop, /u) as string],
  [["guard", "instal"], '"instal" is none of run, install, uninstall, rearm, status', "did you mean install?"],
  [["guard", "ws://a:1", "statsu"], '"statsu" is none of run, install, uninstall, rearm, status', "did you mean status?"],
  [["guard", "prod"], '"prod" is none of run, install, uninstall, rearm, status', "gatetop --help lists what there is"],
  [["guard", "status", "now"], '"now" is one word too many', "gatetop takes one target"],
  [["guard", "--demo"], "--demo means nothing to gatetop guard", expect.stringMatching(/^it belongs to gatetop, /u) as string],
  [["guard", "status", "--act"], "--act means nothing to gatetop guard status", "it belongs to gatetop guard, gatetop guard install"],
  [["guard", "--timer"], "--timer means nothing to gatetop guard", "it belongs to gatetop guard install"],
  [["guard", "--yes"], "--yes means nothing to gatetop guard", "it belongs to gatetop guard install, gatetop guard uninstall"],
  [["guard", "install", "--once"], "--once means nothing to gatetop guard install", "it belongs to gatetop guard"],
  [["guard", "--act", "--dry-run"], "--act and --dry-run exclude each other", "without --act nothing is done anyway"],
  [
    ["guard", "--act", "--readonly"],
    "--act and --readonly exclude each other",
    "a guard that may change nothing tells what it would do: leave out --act",
  ],
  [["--act"], "--act means nothing to the dashboard", "it belongs to gatetop guard"],
  [["guard", "--interval", "0"], '--interval cannot be "0"', "give a number from 1 to 300"],
  [["guard", "--strikes", "1"], '--strikes cannot be "1"', "give a whole number from 2 to 20"],
  [["guard", "--restart-every", "30s"], '--restart-every cannot be "30s"', "give a span from 1m to 30d: 30m, 8h, 1d"],
  [["guard", "--restart-every", "8"], '--restart-every cannot be "8"', "give a span from 1m to 30d: 30m, 8h, 1d"],
  [["guard", "--restart-at", "24:00"], '--restart-at cannot be "24:00"', "give times of day: --restart-at 04:00,16:00"],
  [["guard", "--restart-at", "4:00"], '--restart-at cannot be "4:00"', "give times of day: --restart-at 04:00,16:00"],
  [
    ["guard", "--time-zone", "Europe/Berln"],
    '--time-zone cannot be "Europe/Berln"',
    "give a time zone by its name: --time-zone Europe/Berlin",
  ],
  [["guard", "--time-zone=+02:00"], '--time-zone cannot be "+02:00"', "give a time zone by its name: --time-zone Europe/Berlin"],
  [
    ["guard", "--restart-on", "memory=12"],
    '--restart-on cannot be "memory=12"',
    "write --restart-on memory, or --restart-on memory=1200MB",
  ],
  [["guard", "--restart-on", "cpu"], '--restart-on cannot be "cpu"', "write --restart-on memory, or --restart-on memory=1200MB"],
  [["maintenance", "statsu"], '"statsu" is none of on, off, status', "did you mean status?"],
  [["maintenance", "off", "--for", "1h"], "--for means nothing to gatetop maintenance off", "it belongs to gatetop maintenance on"],
  [["maintenance", "--reason", "x"], "--reason means nothing to gatetop maintenance status", "it belongs to gatetop maintenance on"],
  [["maintenance", "on", "--for", "8d"], '--for cannot be "8d"', "give a span from 1m to 7d: 30m, 8h, 1d"],
  [["maintenance", "on", "--reason", " "], "--reason is empty", 'give some words: --reason "…"'],
  [["config"], "config needs list or restore", "gatetop config list, or gatetop config restore [N]"],
  [["config", "restor"], "config needs list or restore", "did you mean restore?"],
  [["config", "restore", "0"], '"0" is no number of a copy', "gatetop config list"],
  [
    ["config", "list", "--port", "1"],
    "--port means nothing to gatetop config",
    expect.stringMatching(/^it belongs to gatetop, /u) as string,
  ],
  [["config", "list", "1"], '"1" is one word too many', "gatetop takes one target"],
  [["config", "list", "--yes"], "--yes means nothing to gatetop config list", "it belongs to gatetop config restore"],
  [["--speed", "10"], "--speed is for --replay", "write --replay F too, or leave --speed out"],
  [["--names"], "--names is for --record", "write --record F too, or leave --names out"],
  [["--replay", "f", "--demo"], "--replay and --demo exclude each other", "a replay asks no gateway: leave out --demo"],
  [["--replay", "f", "--record", "g"], "--replay and --record exclude each other", "a replay asks no gateway: leave out --record"],
  [["restrat"], "there is no command restrat", "did you mean restart?"],
  [["restart", "--mode", "gracefull"], '"gracefull" is not a restart mode', "did you mean graceful?"],
  [["restart", "--mode", "hard"], '"hard" is not a restart mode', "there are graceful, signal, service, force"],
  [["restart", "--wait", "0"], '--wait cannot be "0"', "give a number from 1 to 3600"],
  [["restart", "--drain", "3"], "--drain is for a bounded restart", "write --mode force, or leave --drain out"],
  [["restart", "--mode", "signal", "--drain", "3"], "--drain is for a bounded restart", "write --mode force, or leave --drain out"],
  [["--mode", "signal"], "--mode means nothing to the dashboard", "it belongs to gatetop restart"],
  [["--yes"], "--yes means nothing to the dashboard", "it belongs to gatetop restart, gatetop channel, gatetop guard, gatetop config"],
  [["restart", "--once"], "--once means nothing to gatetop restart", "it belongs to gatetop, gatetop guard"],
  [["info", "--refresh", "2"], "--refresh means nothing to gatetop info", "it belongs to gatetop"],
  [["channel", "stop", "irc", "--mode", "signal"], "--mode means nothing to gatetop channel", "it belongs to gatetop restart"],
  [
    ["journal", "--port", "1"],
    "--port means nothing to gatetop journal",
    `it belongs to ${["gatetop", ...listed.map((command) => `gatetop ${command}`)].join(", ")}`,
  ],
  [["journal", "ws://a:1"], '"ws://a:1" is one word too many', "gatetop journal takes no target"],
  [["channel"], "channel needs start, stop or restart, then a channel", "for example: gatetop channel restart telegram/poll"],
  [["channel", "telegram"], "channel needs start, stop or restart, then a channel", "for example: gatetop channel restart telegram/poll"],
  [["channel", "strat", "telegram"], "channel needs start, stop or restart, then a channel", "did you mean start?"],
  [["channel", "stop"], "channel stop needs a channel", "for example: gatetop channel restart telegram/poll"],
  [["channel", "stop", "/poll"], '"/poll" names no channel account', "for example: gatetop channel restart telegram/poll"],
  [["channel", "stop", "irc/"], '"irc/" names no channel account', "for example: gatetop channel restart telegram/poll"],
  [["channel", "stop", "irc", "now"], '"now" is one word too many', "gatetop takes one target"],
  [["inf"], "there is no command inf", "did you mean info?"],
  [["prod"], '"prod" is not a ws:// or wss:// address', "an address looks like ws://127.0.0.1:18789"],
  [["gate.example.org"], '"gate.example.org" is not a ws:// or wss:// address', "did you mean ws://gate.example.org?"],
  [["127.0.0.1:18789"], '"127.0.0.1:18789" is not a ws:// or wss:// address', "did you mean ws://127.0.0.1:18789?"],
  [["localhost:1"], '"localhost:1" is not a ws:// or wss:// address', "did you mean ws://localhost:1?"],
  [["ftp://x"], '"ftp://x" is not a ws:// or wss:// address', "an address looks like ws://127.0.0.1:18789"],
  [["ws://a:1", "ws://b:1"], '"ws://b:1" is one word too many', "gatetop takes one target"],
  [["ws://a:1", "--url", "ws://b:1"], "two targets: ws://a:1 and --url ws://b:1", "give one of them"],
  [["ws://me:pw@a"], "the address holds a secret, which others on this host can read", "give it with --token-file F or --token-stdin"],
  [
    ["--url", "ws://a/?token=x"],
    "the address holds a secret, which others on this host can read",
    "give it with --token-file F or --token-stdin",
  ],
  [["--port", "0"], '--port cannot be "0"', "give a whole number from 1 to 65535"],
  [["--port", "65536"], '--port cannot be "65536"', "give a whole number from 1 to 65535"],
  [["--port", "1.5"], '--port cannot be "1.5"', "give a whole number from 1 to 65535"],
  [["--refresh", "0.4"], '--refresh cannot be "0.4"', "give a number from 0.5 to 60"],
  [["--refresh", "61"], '--refresh cannot be "61"', "give a number from 0.5 to 60"],
  [["--refresh", "1e1"], '--refresh cannot be "1e1"', "give a number from 0.5 to 60"],
  [["--tls-fingerprint", "ab:cd"], "--tls-fingerprint is not a SHA-256 fingerprint", "give 64 hexadecimal digits, with or without colons"],
  [["--profile", "../x"], '"../x" cannot be a profile name', "a profile has letters, digits, _ and - only"],
  [["--log", " "], "--log has an empty path", "give a file: --log F"],
  [["--demo", "chanel-down"], '"chanel-down" is not a demo scenario', "did you mean channel-down?"],
  [["--demo", "--url", "ws://a:1"], "--demo and --url exclude each other", "the demo brings its own gateway: leave out --url"],
  [
    ["--demo", "calm", "--token-stdin"],
    "--demo and --token-stdin exclude each other",
    "the demo brings its own gateway: leave out --token-stdin",
  ],
  [["--token-stdin", "--token-file", "f"], "--token-file and --token-stdin exclude each other", "give the token once"],
  [["ws://a:1", "--port", "2"], "--url and --port exclude each other", "put the port into the address"],
])("refuses %j", (argv, sentence, hint) => {
  expect(parseArguments(argv)).toEqual({ kind: "usage", sentence, hint });
});

test("an SSH target gets the tunnel to open by hand", () => {
  const parsed = parseArguments(["me@prod-vps"]);
  expect(parsed).toMatchObject({ kind: "usage", sentence: "me@prod-vps is an SSH target, which is not part of this version" });
  expect(parsed).toHaveProperty("hint", expect.stringContaining("ssh -L 18789:127.0.0.1:18789 me@prod-vps"));
  expect(parsed).toHaveProperty("hint", expect.stringContaining("gatetop --url ws://127.0.0.1:18789 --token-file F"));
});

test("the scenarios are the demo's", () => {
  expect({ names: [...scenarioNames], alone: defaultScenario }).toEqual({ names: [...demo.scenarioNames], alone: demo.defaultScenario });
});

test.each([["--version"], ["-V"]])("%s says the version", (flag) => {
  expect(parseArguments([flag])).toEqual({ kind: "version", text: expect.stringMatching(/^gatetop \d+\.\d+\.\d+/u) });
});

test("--help is the file, names every flag, and fits 100 columns", async () => {
  const parsed = parseArguments(["-h"]);
  const text = parsed.kind === "help" ? parsed.text : "";
  await expect(text).toMatchFileSnapshot("./help.txt");
  for (const [, flag] of flagList) expect(text).toContain(`--${flag.name}`);
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
});

test.each<[string, string | null]>([
  ["refesh", "refresh"],
  ["jsno", "json"],
  ["tok", "token-file"],
  ["x", null],
  ["portal", "port"],
  ["completely-else", null],
])("%s was meant as %s", (word, meant) => {
  expect(nearest(word, ["refresh", "json", "token-file", "port"])).toBe(meant);
});
