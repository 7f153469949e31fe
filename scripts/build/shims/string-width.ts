// Takes the place of string-width in the bundle: its expressions over all emoji cost 17 to 36 ms, and almost no text needs them.
import { simpleText } from "../../../src/data/select/simple-text.ts";
import { simpleBare } from "./bare.ts";

type Options = { readonly ambiguousIsNarrow?: boolean; readonly countAnsiEscapeCodes?: boolean };
type StringWidth = (text: string, options?: Options) => number;

/** In the bundle a module that is required where it is used is evaluated there, not at the start. */
declare const require: (name: "string-width") => { readonly default: StringWidth };

/** Columns of `text`, exactly as string-width counts them. */
const stringWidth: StringWidth = (text, options) => {
  if (typeof text !== "string" || text === "") return 0;
  if (options?.ambiguousIsNarrow !== false) {
    const bare = options?.countAnsiEscapeCodes === true ? (simpleText.test(text) ? text : null) : simpleBare(text);
    if (bare !== null) return bare.length;
  }
  return require("string-width").default(text, options);
};

// oxlint-disable-next-line import/no-default-export -- so is the one it takes the place of
export default stringWidth;
