// What becomes of the texts of a recording or a report. Two ways: pseudonyms, the default, or the real names when asked for.
import { hide } from "../hide.ts";
import { vocabulary } from "./vocabulary.ts";

export type NameKind =
  | "account"
  | "agent"
  | "boot"
  | "device"
  | "file"
  | "host"
  | "id"
  | "job"
  | "lane"
  | "person"
  | "plugin"
  | "process"
  | "profile"
  | "run"
  | "session"
  | "word";

/** Text in, text fit to leave this host out. The same text always becomes the same. */
export type Names = {
  /** Somebody's or something's own name: `account-3`, in the order of appearance. */
  readonly name: (kind: NameKind, text: string) => string;
  /** A word of OpenClaw's or ours; one that is not known becomes `word-2`. */
  readonly word: (text: string) => string;
  /** `telegram/poll` */
  readonly account: (key: string) => string;
  /** `agent:main:telegram:direct:4411`: its words stay, so that it still says what it is. */
  readonly sessionKey: (key: string) => string;
  /** A sentence that may quote anything: known words, names as they are called here, short numbers; `…` for the rest. */
  readonly sentence: (text: string) => string;
};

/** Names every installation has; gatetop is what it calls itself among the gateway's clients. */
const everywhere: ReadonlySet<string> = new Set([
  "",
  "gatetop",
  "default",
  "main",
  "unknown",
  "none",
  "global",
  "openclaw-gateway.service",
  "ai.openclaw.gateway",
]);
const keyWords: ReadonlySet<string> = new Set(
  "agent direct dm group channel thread topic cron run hook hooks subagent session sessions explicit global acp node main default heartbeat webchat unknown".split(
    " ",
  ),
);
const NOT_RECORDED = "(not recorded)";
const OMITTED = "…";
/** Shorter ones are parts of words too. */
const NAME_LEAST = 3;

// What stays: releases and addresses of this host. What goes: any other address, and 7 digits or more however they are written.
const numbers = /(\b20\d\d\.\d{1,2}\.\d{1,3}\b|\b127(?:\.\d{1,3}){3}\b)|\b\d{1,3}(?:\.\d{1,3}){3}\b|\+?\d(?:[\s()./-]{0,3}\d){6,}|\+\d+/gu;
/** What somebody said, unless it is a command to type. */
const quoted = /(?<![\p{L}\p{N}])(?:"[^"\s]*\s[^"]*"|'[^'\s]*\s[^']*'(?![\p{L}\p{N}])|`[^`\s]*\s[^`]*`|“[^”\s]*\s[^”]*”)/gu;
const command = /^.(?:openclaw|gatetop|systemctl|loginctl|journalctl|launchctl|npm|kill|ss) /u;
const uuid = /\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/giu;
/** A name of the network, not of a file or an RPC. */
const domain =
  /\b(?:[\w-]+\.)+(?:com|net|org|io|ai|dev|app|de|at|ch|fr|uk|eu|us|me|cloud|chat|local|lan|home|internal|example|invalid|test)\b(?!\.?[\w(])/giu;
const amount = /^(?:\d{1,6}|(?:\d{1,6}(?:min|ms|us|µs|ns|d|h|m|s|x|k|B|K|M|G)){1,3}|p\d\d)$/u;
const errorCode = /^E[A-Z][A-Z_0-9]{2,20}$/u;
const hexOfRun = /^[0-9a-f]{6}$/u;
const humps = /(?<=[a-z])(?=[A-Z])/u;

const letter = /^[a-z0-9]$/iu;
const isListed = (part: string): boolean => letter.test(part) || vocabulary.has(part.toLowerCase());

const known = (part: string): boolean => amount.test(part) || isListed(part) || part.split(humps).every(isListed);

const parts = (text: string): readonly string[] => text.split(/([^\p{L}\p{N}]+)/u);
const isWord = (part: string): boolean => /[\p{L}\p{N}]/u.test(part);

export function pseudonyms(): Names {
  const called = new Map<string, string>();
  /** Those of several words, and what finds them; null: to be made anew. */
  const composites: string[] = [];
  let composite: RegExp | null = null;
  const counts = new Map<NameKind, number>();

  const name = (kind: NameKind, text: string): string => {
    if (everywhere.has(text)) return text;
    const before = called.get(text);
    if (before !== undefined) return before;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    called.set(text, `${kind}-${count}`);
    if (given.has(kind) && several.test(text)) {
      composites.push(text);
      composite = null;
    }
    return `${kind}-${count}`;
  };

  const word = (text: string): string => {
    const own = called.get(text);
    if (own !== undefined && text.length >= NAME_LEAST) return own;
    const all = parts(text).filter(isWord);
    return text.length <= 120 && !tooLong(text) && all.every(known) ? text : name("word", text);
  };

  const account = (key: string): string => {
    const [channel = "", ...rest] = key.split("/");
    return rest.length === 0 ? name("account", key) : `${word(channel)}/${name("account", rest.join("/"))}`;
  };

  const sessionKey = (key: string): string => {
    const [first, agent, ...rest] = key.split(":");
    if (first !== "agent" || agent === undefined) return everywhere.has(key) ? key : name("session", key);
    const tail = rest.map((part) => (keyWords.has(part) || isChannel(part) ? part : name("id", part)));
    return [first, name("agent", agent), ...tail].join(":");
  };

  const calledNow = (text: string): string | undefined => (text.length >= NAME_LEAST ? called.get(text) : undefined);

  /** Null: not known. */
  const told = (part: string, before: string): string | null => {
    const own = calledNow(part);
    if (own !== undefined) return own;
    if (known(part) || errorCode.test(part)) return part;
    return before === "gatetop" && hexOfRun.test(part) ? part : null;
  };

  /** A name of several words is no longer one when its words are looked at. */
  const renamed = (text: string): string => {
    composite ??= anyOf(composites);
    return text.replace(composite, (found) => called.get(found) ?? OMITTED);
  };

  const sentence = (text: string): string => {
    const whole = calledNow(text);
    if (whole !== undefined) return whole;
    const bare = hide(renamed(text), [])
      .replace(uuid, (id) => called.get(id) ?? OMITTED)
      .replace(domain, OMITTED)
      .replace(numbers, (found, stays: string | undefined) => (stays === undefined ? OMITTED : found))
      .replace(quoted, (said) => (command.test(said) ? said : `"${OMITTED}"`));
    let [words, omitted, before] = [0, 0, ""];
    const spoken = bare.split(/(\s+)/u).map((chunk) => {
      const [, open = "", core = "", close = ""] = /^([("'[<]*)(.*?)([)"'\]>,.;:!?]*)$/su.exec(chunk) ?? [];
      const own = calledNow(core);
      if (own !== undefined) return `${open}${own}${close}`;
      const kept = parts(core).map((part) => {
        if (!isWord(part)) return part;
        words += 1;
        const said = told(part, before);
        if (said === null) omitted += 1;
        before = part;
        return said ?? OMITTED;
      });
      return `${open}${kept.join("")}${close}`;
    });
    if (omitted > 2 && omitted * 3 > words) return codesIn(text);
    return spoken.join("").replace(/…(?:[^\p{L}\p{N}\s]*…)+/gu, OMITTED);
  };

  return { name, word, account, sessionKey, sentence };
}

const given: ReadonlySet<NameKind> = new Set(["account", "device", "file", "host", "job", "person", "plugin", "profile"]);
/** Names of people's own making: jobs, hosts, files. What is made of parts, like the key of a session, is known by them. */
const several = /[^\p{L}\p{N}:_-].*[\p{L}\p{N}]/u;

const anyOf = (texts: readonly string[]): RegExp =>
  texts.length === 0
    ? /(?!)/u
    : new RegExp(
        [...texts]
          .sort((a, b) => b.length - a.length)
          .map((text) => text.replace(/[\\^$.*+?()[\]{}|/]/gu, "\\$&"))
          .join("|"),
        "gu",
      );

/** Numbers of 7 digits or more are somebody's. */
const tooLong = (text: string): boolean =>
  text.replace(numbers, (found, stays: string | undefined) => (stays === undefined ? OMITTED : found)) !== text;

const isChannel = (part: string): boolean => channels.has(part);
const channels: ReadonlySet<string> = new Set(
  "telegram whatsapp discord slack signal irc imessage matrix mattermost msteams googlechat line feishu nostr zalo twitch twilio bluebubbles webhook voice email tlon".split(
    " ",
  ),
);

/** What a text that is not ours to keep still says. */
function codesIn(text: string): string {
  const codes = parts(text).filter((part) => errorCode.test(part) || /^[45]\d\d$/u.test(part));
  return codes.length === 0 ? NOT_RECORDED : `${NOT_RECORDED} ${[...new Set(codes)].join(" ")}`;
}

const same = (text: string): string => text;

/** Names as they are; what looks like a secret goes all the same. */
export const realNames: Names = {
  name: (_, text) => hide(text, []),
  word: (text) => hide(text, []),
  account: same,
  sessionKey: same,
  sentence: (text) => hide(text, []),
};
