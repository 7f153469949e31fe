// What a refusal means on the command line: for the exit code, and what the finder adds to it.
import { reachedNoGateway } from "../data/gateway/refusal.ts";
import type { Refusal } from "../data/link-state.ts";
import { exitCodes, type ExitCode } from "./exit-codes.ts";

const wantsCredential: ReadonlySet<string> = new Set([
  "AUTH_TOKEN_MISSING",
  "AUTH_PASSWORD_MISSING",
  "AUTH_REQUIRED",
  "AUTH_TOKEN_MISMATCH",
  "AUTH_PASSWORD_MISMATCH",
  "AUTH_UNAUTHORIZED",
  "DEVICE_IDENTITY_REQUIRED",
]);

/** The gateway can only say that a credential is missing; the finder knows where it looked. */
export function withMissing(refusal: Refusal, missing: { readonly why: string; readonly fix: string }): Refusal {
  return wantsCredential.has(refusal.code) ? { ...refusal, why: `${refusal.why}; ${missing.why}`, fix: missing.fix } : refusal;
}

/** What was turned down is not allowed; what is no gateway, or speaks another language, was not reached. */
export function refusedExit(refusal: Refusal): ExitCode {
  return reachedNoGateway(refusal) ? exitCodes.unreachable : exitCodes.notAllowed;
}
