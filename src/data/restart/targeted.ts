// A restart bound to one boot: the only one that can be given a drain budget, and the only one a suspended gateway accepts.

/** Announced in hello's capabilities since 2026.8.1. Releases without it ignore the target and wait for running work instead. */
const TARGETED = "gateway-restart-target-safe-v1";

export const takesTarget = (capabilities: readonly string[]): boolean => capabilities.includes(TARGETED);

/** As the gateway's state lock has it; each of them must still be true when the request arrives. */
export type RestartTarget = { readonly pid: number; readonly ownerId: string; readonly port: number };
