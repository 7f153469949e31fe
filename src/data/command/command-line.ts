// The line after `:`. What it asks for is an action of the key table or a wish; nothing else can be done by it.
/** `text`: what was typed; `chosen`: the completion tab has put in its place; `past`: how far back in the history, 0 the line itself. */
export type CommandLine = {
  readonly text: string;
  readonly chosen: string | null;
  readonly past: number;
};

/** What a key or a command asks of whoever is outside the state. */
export type Wish =
  /** Onto the clipboard by OSC 52. */
  | { readonly wish: "copy"; readonly json: string; readonly what: string }
  | { readonly wish: "save"; readonly file: string }
  | { readonly wish: "target"; readonly url: string }
  | { readonly wish: "record"; readonly file: string | null }
  | { readonly wish: "report"; readonly file: string | null }
  | { readonly wish: "remember"; readonly line: string }
  | { readonly wish: "older"; readonly of: "log" | "activity" }
  | { readonly wish: "log-json"; readonly line: number };
