// `gatetop check` that found no gateway to look at: a monitor wants that on its one line too.
import type { Options } from "../options.ts";
import { output } from "../output.ts";
import { headed, plainText } from "./line.ts";
import { checkExits } from "./judged.ts";

export async function unlooked({ json }: Pick<Options, "json">, why: string): Promise<number> {
  const exit = checkExits.unknown;
  const told = { schema: "gatetop/1", at: Date.now(), verdict: { level: "unknown", summary: plainText(why) }, exit };
  await output.out(json ? `${JSON.stringify(told, null, 2)}\n` : `${headed("unknown", why)}\n`);
  return exit;
}
