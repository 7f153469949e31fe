// What the doctor sees of OpenClaw's config file, without asking the gateway.
import { expect, test } from "vitest";
import { configFindings } from "../../src/cli/doctor/config-findings.ts";
import type { FileText, Files } from "../../src/cli/find/files.ts";
import { target } from "../support/target.ts";

const path = "/home/operator/.openclaw/openclaw.json";
const files = (file: FileText): Files => ({ read: () => file, isThere: () => true });
const textFile = (text: string, mode = 0o600): Files => files({ kind: "text", text, mode });
const here = { target: { ...target, configPath: path }, warnings: [] as readonly string[] };
const faults = (given: Parameters<typeof configFindings>[0], disk: Files) =>
  configFindings(given, disk).flatMap(({ id, status, severity }) => (status === "fault" ? [`${id} ${severity}`] : []));

test("JSON5 that reads, and only its owner can read, is right", () => {
  const findings = configFindings(here, textFile("{ gateway: { port: 18789 }, /* as it should be */ }"));
  expect(findings.map(({ id, status }) => `${id} ${status}`)).toEqual(["config-syntax ok", "config-mode ok"]);
});

test("a mistake is critical, with line and column", () => {
  const [syntax] = configFindings(here, textFile("{\n  gateway: { port: 1\n"));
  expect(syntax).toMatchObject({
    id: "config-syntax",
    status: "fault",
    severity: "crit",
    fix: `mend it in ${path}, then: openclaw doctor`,
  });
  expect(syntax?.found).toContain("line 3, column 1");
});

test("what the mistake stands beside is not quoted", () => {
  expect(JSON.stringify(configFindings(here, textFile('{ gateway: { auth: { token: "canary" } } x')))).not.toContain("canary");
});

test.each([
  [0o644, ["config-mode warn"]],
  [0o640, ["config-mode warn"]],
  [0o600, []],
])("mode %o", (mode, expected) => {
  expect(faults(here, textFile("{}", mode))).toEqual(expected);
});

test("a file that cannot be read is critical, and its mode is not judged", () => {
  expect(faults(here, files({ kind: "unreadable", why: "permission denied", denied: true }))).toEqual(["config-syntax crit"]);
});

test("an include that is gone is a warning: the rest still counts", () => {
  const disk: Files = {
    isThere: () => true,
    read: (file) => (file === path ? { kind: "text", text: '{ gateway: { $include: "./gone.json" } }', mode: 0o600 } : { kind: "missing" }),
  };
  expect(faults(here, disk)).toEqual(["config-syntax warn"]);
});

test("what the finder warned of is told; what it said of the file is not told twice", () => {
  const broken = "the config /home/operator/.openclaw/openclaw.json is broken: invalid end of input at line 1, column 2; flags still count";
  const differs = "$OPENCLAW_GATEWAY_TOKEN differs from gateway.auth.token; the environment's is used";
  const findings = configFindings({ ...here, warnings: [broken, differs] }, textFile("{"));
  expect(findings.filter(({ id }) => id === "set-up").map(({ found }) => found)).toEqual([differs]);
});

test.each([
  ["on another host", { ...here, target: { ...here.target, local: false } }],
  ["of the demo", { ...here, target: { ...here.target, demo: "calm" } }],
])("a gateway %s has no file here", (_, given) => {
  expect(configFindings(given, textFile("{"))).toEqual([]);
});
