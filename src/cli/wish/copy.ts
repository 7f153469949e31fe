// `y`: the row onto the clipboard, without what looks like a secret.
import { hide } from "../../data/hide.ts";
import type { CellDiff } from "../../ui/cell-diff.ts";
import { understandsStrings } from "../../ui/call.ts";
import { clipboardBytes } from "../../ui/osc52.ts";
import type { Say } from "./say.ts";

export type CopyOptions = {
  readonly stdout: Pick<CellDiff, "call">;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly secrets: () => Iterable<string>;
  readonly say: Say;
};

export function createCopy({ stdout, env, secrets, say }: CopyOptions): (wish: { readonly json: string; readonly what: string }) => void {
  return ({ json, what }) => {
    if (!understandsStrings(env["TERM"])) return say("this terminal has no clipboard for programs", "warn");
    const bytes = clipboardBytes(hide(json, secrets()), { tmux: (env["TMUX"] ?? "") !== "" });
    if (bytes === null) return say(`the ${what} is too long for the clipboard: :save FILE`, "warn");
    stdout.call(bytes);
    say(`${what} copied, if the terminal allows it`);
  };
}
