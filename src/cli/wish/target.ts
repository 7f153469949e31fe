// `:target URL`: whether it can be gone to at all is said before the screen is left.
import { refusedUrl } from "../../data/gateway/plaintext.ts";
import { readUrl } from "../flag-values.ts";
import type { Say } from "./say.ts";

export function createTarget(onTarget: (url: string) => void, say: Say): (wish: { readonly url: string }) => void {
  return ({ url }) => {
    const read = readUrl(url);
    if ("wrong" in read) return say(`${read.wrong}: ${read.hint}`, "warn");
    const refusal = refusedUrl(read.value);
    if (refusal !== null) return say(`${refusal.why}: ${refusal.fix}`, "warn");
    onTarget(read.value);
  };
}
