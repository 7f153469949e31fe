// Whether a config that was changed may be why a gateway does not run: asked when it is told to be down, told once for each slip.
import type { GuardMemory } from "../../data/guard/memory.ts";
import type { Tell, Telling } from "../../data/guard/tell.ts";

type Seen = { readonly memory: Pick<GuardMemory, "standing">; readonly tells: readonly Tell[] };

const wakes: readonly Telling[] = ["down", "start-failed", "restart-failed", "gave-up"];

/** `suspect`: one sentence without secrets; null: nothing is seen. A gateway whose process lives did start with what it has. */
export function createSuspicion(suspect: () => string | null): (seen: Seen) => readonly string[] {
  let told: string | null = null;
  return ({ memory: { standing }, tells }) => {
    if (standing === "well") told = null;
    if (standing !== "gone" || !tells.some(({ what, edge }) => wakes.includes(what) && edge !== "ends")) return [];
    const sentence = suspect();
    if (sentence === null || sentence === told) return [];
    told = sentence;
    return [sentence];
  };
}
