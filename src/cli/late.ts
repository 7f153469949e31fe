// The part of the program that the first frame does without: loaded after it, or by the key that needs it.
import { installLate } from "../data/late/late.ts";
import { installLatePanels } from "../ui/late/late-panels.ts";

async function loaded(): Promise<void> {
  const [{ lateParts }, { lateScreens }] = await Promise.all([import("../data/late/boards.ts"), import("../ui/late/panels.tsx")]);
  installLate(lateParts);
  installLatePanels(lateScreens);
}

let loading: Promise<void> | null = null;

/** Once, however often it is asked for. */
export function loadLate(): Promise<void> {
  loading ??= loaded();
  return loading;
}
