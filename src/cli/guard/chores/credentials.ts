// The model providers' credentials, asked of the gateway and judged by the dashboard's own rule.
import type { AlertSettings } from "../../../data/alerts/settings.ts";
import { configuredLimits, credentialJudgement } from "../../../data/alerts/upkeep-limits.ts";
import { decodeModelAuth } from "../../../data/gateway/decode/model-auth.ts";
import { toldSeverity, type ChoreFinding } from "../../../data/guard/chores.ts";
import type { GuardFile } from "../../../data/guard/state-file.ts";
import { harmless } from "../../../data/harmless.ts";
import type { ModelAuth } from "../../../data/model/upkeep.ts";
import { tryAsk, type Ask } from "./ask.ts";
import { severityOf } from "./severity.ts";

const METHOD = "models.authStatus";

/** Null: there is no answer (no connection, no credentials of ours, a release before 2026.5). */
export const askCredentials = (ask: Ask): Promise<readonly ModelAuth[] | null> => tryAsk(ask, METHOD, {}, decodeModelAuth);

/** Null: nobody could be asked, so that nothing begins and nothing ends. */
export function credentialFindings(
  auths: readonly ModelAuth[] | null,
  settings: AlertSettings,
  told: GuardFile["told"],
  now: number,
): readonly ChoreFinding[] | null {
  const limits = configuredLimits("credentials", settings);
  if (limits === null) return [];
  if (auths === null) return null;
  const standing = (subject: string): ReturnType<typeof toldSeverity> => toldSeverity(told, "credentials", subject);
  return auths.flatMap((auth): readonly ChoreFinding[] => {
    const trouble = credentialJudgement(auth, now, { ...limits, standing });
    if (trouble === null) return [];
    const sentence = harmless(`${auth.provider}: ${trouble.message}; openclaw models auth login renews them`, 400);
    return [{ subject: auth.provider, severity: severityOf(limits.severity ?? trouble.severity ?? "warn"), sentence }];
  });
}
