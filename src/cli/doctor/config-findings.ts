// What is wrong with OpenClaw's config file, seen without asking the gateway: whether it reads, and who else can read it.
import { harmless } from "../../data/harmless.ts";
import type { UnitFinding } from "../../data/service/unit-audit.ts";
import { readConfig } from "../find/config-text.ts";
import type { Files } from "../find/files.ts";
import type { FoundGateway } from "../find/gateway.ts";
import { tooOpen } from "../find/secret.ts";

const TEXT_MAX = 400;

const syntaxRow = {
  id: "config-syntax",
  severity: "crit",
  setting: "config",
  wanted: "",
  why: "a gateway that is started again does not come up with it; one that runs goes on with what it read before",
} as const;

const modeRow = {
  id: "config-mode",
  severity: "warn",
  setting: "config",
  wanted: "",
  why: "tokens and keys stand in it, and every user of this host can read them",
} as const;

type Looked = Pick<FoundGateway, "target" | "warnings">;

/** Warnings of the finder that are not about the config's text: two credentials that differ, a token file others can read. */
function setUpFindings(warnings: readonly string[], problems: readonly string[]): readonly UnitFinding[] {
  const others = warnings.filter((warning) => !problems.some((problem) => warning.startsWith(problem)));
  return others.map((warning) => ({
    id: "set-up",
    status: "fault",
    severity: "warn",
    setting: "what gatetop found",
    found: harmless(warning, TEXT_MAX),
    wanted: "",
    why: "gatetop and the gateway may then not mean the same thing",
    fix: null,
  }));
}

/** None for a gateway elsewhere. */
export function configFindings({ target, warnings }: Looked, files: Files): readonly UnitFinding[] {
  if (!target.local || target.demo !== null) return [];
  if (target.configPath === null) return setUpFindings(warnings, []);
  const { configPath } = target;
  const { state, problems } = readConfig(files, configPath);
  const found = problems.map((problem) => harmless(problem, TEXT_MAX));
  const syntax: UnitFinding =
    found.length === 0
      ? { ...syntaxRow, status: "ok", found: configPath, fix: null }
      : {
          ...syntaxRow,
          status: "fault",
          severity: state === "read" ? "warn" : "crit",
          found: found.join("; "),
          fix: `mend it in ${configPath}, then: openclaw doctor`,
        };
  const file = files.read(configPath);
  const open = file.kind === "text" ? tooOpen(configPath, file.mode) : null;
  const mode: UnitFinding =
    open === null
      ? { ...modeRow, status: "ok", found: "only its owner", fix: null }
      : { ...modeRow, status: "fault", found: open, fix: `chmod 600 ${configPath}` };
  return [syntax, ...(file.kind === "text" ? [mode] : []), ...setUpFindings(warnings, problems)];
}
