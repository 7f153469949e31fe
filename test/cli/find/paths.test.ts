import { expect, test } from "vitest";
import { processEnvironment } from "../../../src/cli/find/environment.ts";
import { findPaths, type PathFlags } from "../../../src/cli/find/paths.ts";
import { diskFiles } from "./disk.ts";

const noFlags: PathFlags = { profile: null, stateDir: null, config: null };

type Case = {
  readonly flags?: Partial<PathFlags>;
  readonly env?: Readonly<Record<string, string>>;
  readonly there?: readonly string[];
};

const paths = ({ flags, env, there }: Case) =>
  findPaths(
    { ...noFlags, ...flags },
    {
      environment: processEnvironment({ HOME: "/home/ann", ...env }),
      homedir: "/account",
      cwd: "/srv/here",
      isThere: diskFiles(Object.fromEntries((there ?? []).map((name) => [name, ""]))).isThere,
    },
  );

const ops = {
  OPENCLAW_STATE_DIR: "/home/ann/.openclaw-ops",
  OPENCLAW_CONFIG_PATH: "/home/ann/.openclaw-ops/openclaw.json",
  OPENCLAW_PROFILE: "ops",
};

// Each row was compared with `openclaw config file` of 2026.9.6, except where a comment says otherwise.
test.each<[string, Case, string, string]>([
  ["nothing set", {}, "/home/ann/.openclaw", "/home/ann/.openclaw/openclaw.json"],
  ["a home of its own", { env: { OPENCLAW_HOME: "/srv/claw" } }, "/srv/claw/.openclaw", "/srv/claw/.openclaw/openclaw.json"],
  ["a home below the account's", { env: { OPENCLAW_HOME: "~/svc" } }, "/home/ann/svc/.openclaw", "/home/ann/svc/.openclaw/openclaw.json"],
  [
    "a home that is the word undefined",
    { env: { OPENCLAW_HOME: "undefined" } },
    "/home/ann/.openclaw",
    "/home/ann/.openclaw/openclaw.json",
  ],
  ["no HOME", { env: { HOME: "" } }, "/account/.openclaw", "/account/.openclaw/openclaw.json"],
  ["a state directory", { env: { OPENCLAW_STATE_DIR: "~/st" } }, "/home/ann/st", "/home/ann/st/openclaw.json"],
  ["a blank state directory", { env: { OPENCLAW_STATE_DIR: "  " } }, "/home/ann/.openclaw", "/home/ann/.openclaw/openclaw.json"],
  ["a relative state directory", { env: { OPENCLAW_STATE_DIR: "st" } }, "/srv/here/st", "/srv/here/st/openclaw.json"],
  ["a config elsewhere", { env: { OPENCLAW_CONFIG_PATH: "/q/c.json" } }, "/home/ann/.openclaw", "/q/c.json"],
  ["a profile by flag", { flags: { profile: "x" } }, "/home/ann/.openclaw-x", "/home/ann/.openclaw-x/openclaw.json"],
  ["the default profile by flag", { flags: { profile: "default" } }, "/home/ann/.openclaw", "/home/ann/.openclaw/openclaw.json"],
  ["a profile by flag, a state directory set", { flags: { profile: "x" }, env: { OPENCLAW_STATE_DIR: "/st" } }, "/st", "/st/openclaw.json"],
  [
    "a profile by flag in a shell of another profile",
    { flags: { profile: "x" }, env: ops },
    "/home/ann/.openclaw-x",
    "/home/ann/.openclaw-x/openclaw.json",
  ],
  [
    "a profile in the shell without anything of its own",
    { env: { OPENCLAW_PROFILE: "x" } },
    "/home/ann/.openclaw",
    "/home/ann/.openclaw/openclaw.json",
  ],
  // OpenClaw's documentation says so; its 2026.9.6 looks in ~/.openclaw.
  [
    "a profile in the shell with a config",
    { env: { OPENCLAW_PROFILE: "x" }, there: ["/home/ann/.openclaw-x/openclaw.json"] },
    "/home/ann/.openclaw-x",
    "/home/ann/.openclaw-x/openclaw.json",
  ],
  ["the whole environment of a profile", { env: ops }, "/home/ann/.openclaw-ops", "/home/ann/.openclaw-ops/openclaw.json"],
  ["an old installation", { there: ["/home/ann/.clawdbot/clawdbot.json"] }, "/home/ann/.clawdbot", "/home/ann/.clawdbot/clawdbot.json"],
  [
    "an old installation beside a new one",
    { there: ["/home/ann/.clawdbot/clawdbot.json", "/home/ann/.openclaw/openclaw.json"] },
    "/home/ann/.openclaw",
    "/home/ann/.openclaw/openclaw.json",
  ],
  // Ours: OpenClaw has no such flags.
  ["a state directory by flag", { flags: { stateDir: "/s" }, env: { OPENCLAW_CONFIG_PATH: "/q/c.json" } }, "/s", "/s/openclaw.json"],
  [
    "a config by flag",
    { flags: { config: "~/c.json" }, env: { OPENCLAW_CONFIG_PATH: "/q/c.json" } },
    "/home/ann/.openclaw",
    "/home/ann/c.json",
  ],
])("%s", (_, situation, stateDir, configPath) => {
  const { stateDir: state, configPath: config } = paths(situation);
  expect({ state: state.value, config: config.value }).toEqual({ state: stateDir, config: configPath });
});

test.each<[string, Case, string, string]>([
  ["default", {}, "default", "default"],
  ["the home variable", { env: { OPENCLAW_HOME: "/h" } }, "$OPENCLAW_HOME", "$OPENCLAW_HOME"],
  ["variables", { env: { OPENCLAW_STATE_DIR: "/s", OPENCLAW_CONFIG_PATH: "/c" } }, "$OPENCLAW_STATE_DIR", "$OPENCLAW_CONFIG_PATH"],
  ["a profile", { flags: { profile: "x" } }, "--profile x", "--profile x"],
  ["flags", { flags: { stateDir: "/s", config: "/c" } }, "--state-dir", "--config"],
])("says that paths come from %s", (_, situation, state, config) => {
  const result = paths(situation);
  expect([result.stateDir.from, result.configPath.from]).toEqual([state, config]);
});

test.each<[string, Case, RegExp]>([
  [
    "a state directory that outranks --profile",
    { flags: { profile: "x" }, env: { OPENCLAW_STATE_DIR: "/st" } },
    /--profile x does not choose the state directory/u,
  ],
  [
    "a profile without a config",
    { env: { OPENCLAW_PROFILE: "x" } },
    /no \/home\/ann\/\.openclaw-x\/openclaw\.json: looking in \/home\/ann\/\.openclaw/u,
  ],
  ["a profile that is none", { env: { OPENCLAW_PROFILE: "../x" } }, /\$OPENCLAW_PROFILE is not a profile name/u],
])("warns of %s", (_, situation, warning) => {
  expect(paths(situation).warnings).toEqual([expect.stringMatching(warning)]);
});

test.each<[string, Case, string]>([
  ["the state directory", {}, "/home/ann/.openclaw"],
  ["the directory of the config when only that is named", { env: { OPENCLAW_CONFIG_PATH: "/q/c.json" } }, "/q"],
  ["the state directory when both are named", { env: { OPENCLAW_CONFIG_PATH: "/q/c.json", OPENCLAW_STATE_DIR: "/s" } }, "/s"],
])(".env and the TLS certificate are in %s", (_, situation, dir) => {
  expect(paths(situation).configDir).toBe(dir);
});
