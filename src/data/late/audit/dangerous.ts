// Which tools of the ledger act on the host or on other agents: by their exact names, whatever the case.
import type { AlertSettings } from "../../alerts/settings.ts";
import { dangerousTools, type Activity } from "../../model/activity.ts";

const usual: ReadonlySet<string> = new Set(dangerousTools);
const told = new WeakMap<readonly string[], ReadonlySet<string>>();

/** The person's own list takes the place of the usual one, also when it is empty. */
export function dangerousSet({ dangerousTools: own }: AlertSettings): ReadonlySet<string> {
  if (own === undefined) return usual;
  const known = told.get(own);
  if (known !== undefined) return known;
  const set = new Set(own.map((name) => name.toLowerCase()));
  told.set(own, set);
  return set;
}

export const isDangerous = ({ tool }: Activity, dangerous: ReadonlySet<string>): boolean =>
  tool !== null && dangerous.has(tool.toLowerCase());
