// A config as a person may see it: keys and structure stay, secrets go. By its words alone, so that a broken one can be shown too.
import { hide, HIDDEN, secretName } from "../../hide.ts";

const tokens =
  /\n|[^\S\n]+|\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)|"(?:\\[^]|[^"\\\n])*"?|'(?:\\[^]|[^'\\\n])*'?|[{}[\],:]|(?:(?![\s{}[\],:"'/])[^])+|[^]/gu;
const blank = /^(?:\s|\/[/*])/u;
const comment = /^\/[/*]/u;
/** What is as long as this and has no space in it may be a key, whatever it is called. */
const longRun = /[^\s"'`]{24,}/gu;
const LONGEST_KEY = 32;
const plainWord = /^(?:true|false|null|-?\d[\d.]{0,11})$/u;
/** user:password in an address, quoted or not. */
const userInfo = /(:\/\/)[^\s/@]+@/gu;

/** An object or a list that is being read. `secret`: everything in it is. `hot`: its name says that what comes now is. */
type Frame = { readonly list: boolean; readonly secret: boolean; named: boolean; hot: boolean; sameLine: boolean };

const frameOf = (list: boolean, secret: boolean): Frame => ({ list, secret, named: false, hot: false, sameLine: false });

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
  const isName = (at: number): boolean => {
    if (found.slice(at + 1).find((token) => !blank.test(token)) === ":") return true;
    return !top().list && !top().named;
  };
  const valueText = (token: string, frame: Frame): string => {
    if (frame.secret || frame.hot) return /^(?:true|false|null)$/u.test(token) ? token : hidden(token, HIDDEN);
    if (plainWord.test(token)) return token;
    return all ? hidden(token, "…") : withinQuotes(token, withoutLongRuns);
  };
  const nameText = (token: string, frame: Frame): string => {
    // What stands where a secret was to come is one, even when a slip made it look like a name.
    if (frame.hot && frame.sameLine) return hidden(token, HIDDEN);
    frame.named = true;
    frame.hot = secretName.test(token);
    frame.sameLine = true;
    return token.length > LONGEST_KEY ? hidden(token, HIDDEN) : token;
  };

  function punctuation(token: string): void {
    const frame = top();
    if (token === "{" || token === "[") frames.push(frameOf(token === "[", frame.secret || frame.hot));
    else if (token === "}" || token === "]") {
      if (frames.length > 1) frames.pop();
      top().hot = false;
    } else if (token === ",") {
      frame.named = false;
      frame.hot = false;
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
    return isName(at) ? nameText(token, frame) : valueText(token, frame);
  }

  return found.map(textOf).join("").replace(userInfo, `$1${HIDDEN}@`);
}

/** For the person who may read the file anyway, on a screen others may see: as many lines as `text` has. */
export const maskedConfig = (text: string): string => masked(text, { values: "secrets" });

/** For others: one line of it with its keys and no text of any value. `line` counts from 1. */
export const maskedLine = (text: string, line: number): string => (masked(text, { values: "all" }).split("\n")[line - 1] ?? "").trim();
