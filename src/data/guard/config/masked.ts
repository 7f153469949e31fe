// A config as a person may see it: keys and structure stay, secrets go. By its words alone, so that a broken one can be shown too.
import { hide, HIDDEN, secretName } from "../../hide.ts";

const tokens =
  /\n|[^\S\n]+|\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)|"(?:\\[^]|[^"\\\n])*"?|'(?:\\[^]|[^'\\\n])*'?|[{}[\],:]|(?:(?![\s{}[\],:"'/])[^])+|[^]/gu;
const blank = /^(?:\s|\/[/*])/u;
const comment = /^\/[/*]/u;
/** What is as long as this and has no space in it may be a key, whatever it is called. */
const longRun = /[^\s"'`]{24,}/gu;
const LONGEST_KEY = 32;
/** A quote that was never closed takes the value in. */
const wholeName = /^(?:"[^"']*"|'[^"']*'|[^"']+)$/u;
const wholeText = /^(?:"[^"]*"|'[^']*')$/u;
const plainWord = /^(?:true|false|null|-?\d[\d.]{0,11})$/u;
/** user:password in an address, quoted or not. */
const userInfo = /(:\/\/)[^\s/@]+@/gu;

/** `maxTokens: 4096` is none. */
const countName = /tokens["']?$/iu;

/**
 * An object or a list that is being read. `secret`: everything in it is. `next`: what comes now is, as its name says, or may only be
 * a count of something that is called like one.
 */
type Frame = { readonly list: boolean; readonly secret: boolean; named: boolean; next: "open" | "secret" | "count"; sameLine: boolean };

const frameOf = (list: boolean, secret: boolean): Frame => ({ list, secret, named: false, next: "open", sameLine: false });

function nextAfter(name: string): Frame["next"] {
  if (!secretName.test(name)) return "open";
  return countName.test(name) ? "count" : "secret";
}

/** The number of lines stays as it is. */
const breaksIn = (text: string): string => "\n".repeat(text.split("\n").length - 1);

function hidden(token: string, word: string): string {
  const [quote = ""] = /^["']/u.exec(token) ?? [];
  return `${quote}${word}${quote}${breaksIn(token)}`;
}

const withoutLongRuns = (text: string): string => hide(text, []).replace(longRun, HIDDEN);

/** Between its quotes, which a broken one may not have at its end. */
function withinQuotes(token: string, change: (text: string) => string): string {
  const [open = ""] = /^["']/u.exec(token) ?? [];
  if (open === "") return change(token);
  const closed = token.length > 1 && token.endsWith(open);
  return `${open}${change(token.slice(1, closed ? -1 : undefined))}${closed ? open : ""}`;
}

/** `values` hidden: those that may be secrets, or every text there is. */
type Masking = { readonly values: "secrets" | "all" };

function masked(text: string, { values }: Masking): string {
  const all = values === "all";
  const found = [...text.matchAll(tokens)].map(([token]) => token);
  const frames: Frame[] = [frameOf(false, false)];
  const top = (): Frame => frames.at(-1) ?? frameOf(false, false);

  const commentText = (token: string): string => {
    if (!all) return withoutLongRuns(token);
    return token.startsWith("//") ? "// …" : `/* …${breaksIn(token)} */`;
  };
  const beforeColon = (at: number): boolean => {
    let next = at + 1;
    while (blank.test(found[next] ?? "")) next += 1;
    return found[next] === ":";
  };
  /** Without its colon it may be a value that went astray: only a bare word, or what is called like a secret, is taken for a name. */
  const isName = (token: string, at: number, { list, named }: Frame): boolean =>
    beforeColon(at) || (!all && !list && !named && (!/^["']/u.test(token) || secretName.test(token)));
  const valueText = (token: string, frame: Frame): string => {
    if (frame.secret || frame.next === "secret") {
      // Whole as it was: what comes behind it with a colon is a name whose comma is missing.
      if (wholeText.test(token)) frame.sameLine = false;
      return /^(?:true|false|null)$/u.test(token) ? token : hidden(token, HIDDEN);
    }
    if (plainWord.test(token)) return token;
    if (frame.next === "count") return hidden(token, HIDDEN);
    return all ? hidden(token, "…") : withinQuotes(token, withoutLongRuns);
  };
  const nameText = (token: string, frame: Frame): string => {
    // What stands where a secret was to come is one, even when a slip made it look like a name.
    if (frame.next !== "open" && frame.sameLine) return hidden(token, HIDDEN);
    frame.named = true;
    frame.next = nextAfter(token);
    frame.sameLine = true;
    return token.length <= LONGEST_KEY && wholeName.test(token) ? token : hidden(token, HIDDEN);
  };

  function punctuation(token: string): void {
    const frame = top();
    if (token === "{" || token === "[") frames.push(frameOf(token === "[", frame.secret || frame.next !== "open"));
    else if (token === "}" || token === "]") {
      if (frames.length > 1) frames.pop();
      top().next = "open";
    } else if (token === ",") {
      frame.named = false;
      frame.next = "open";
    }
  }

  function textOf(token: string, at: number): string {
    const frame = top();
    if (token === "\n") {
      frame.sameLine = false;
      return token;
    }
    if (comment.test(token)) return commentText(token);
    if (blank.test(token)) return token;
    if (/^[{}[\],:]$/u.test(token)) {
      punctuation(token);
      return token;
    }
    if (isName(token, at, frame)) return nameText(token, frame);
    const astray = !frame.list && !frame.named;
    return astray ? hidden(token, all ? "…" : HIDDEN) : valueText(token, frame);
  }

  return found.map(textOf).join("").replace(userInfo, `$1${HIDDEN}@`);
}

/** For the person who may read the file anyway, on a screen others may see: as many lines as `text` has. */
export const maskedConfig = (text: string): string => masked(text, { values: "secrets" });

/** For others: one line of it with its keys and no text of any value. `line` counts from 1. */
export const maskedLine = (text: string, line: number): string => (masked(text, { values: "all" }).split("\n")[line - 1] ?? "").trim();
