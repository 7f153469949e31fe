// One reader for each kind of value a flag can have. A wrong value is a sentence and a hint, never an exception.
import { harmless } from "../data/harmless.ts";
import { nearest } from "./nearest.ts";

export type Read<T> = { readonly value: T } | { readonly wrong: string; readonly hint: string };

const wsSchemes: Readonly<Record<string, string>> = { "ws:": "ws:", "wss:": "wss:", "http:": "ws:", "https:": "wss:" };

/** A gateway address as a normal ws:// or wss:// URL without a trailing slash. Secrets in it are refused: others can read a command line. */
export function readUrl(text: string): Read<string> {
  const trimmed = text.trim();
  const url = URL.canParse(trimmed) ? new URL(trimmed) : null;
  const scheme = url === null ? undefined : wsSchemes[url.protocol];
  if (url === null || scheme === undefined || url.hostname === "") {
    const guess = /^(?:[\w.-]+|\[[\da-f:]+\]):\d+$|^[\w-]+(?:\.[\w-]+)+$/iu.test(trimmed)
      ? `did you mean ws://${trimmed}?`
      : "an address looks like ws://127.0.0.1:18789";
    return { wrong: `"${trimmed}" is not a ws:// or wss:// address`, hint: guess };
  }
  const leaks =
    url.username !== "" || url.password !== "" || [...url.searchParams.keys()].some((key) => /token|password|secret|auth/iu.test(key));
  if (leaks)
    return {
      wrong: "the address holds a secret, which others on this host can read",
      hint: "give it with --token-file F or --token-stdin",
    };
  // The protocol setter refuses to move between special schemes of different kinds on some releases, so the text is rebuilt.
  return { value: `${scheme}//${url.host}${url.pathname === "/" ? "" : url.pathname}${url.search}` };
}

export function readNumber(name: string, from: number, to: number, whole: boolean): (text: string) => Read<number> {
  return (text) => {
    const value = /^\d+(?:\.\d+)?$/u.test(text.trim()) ? Number(text) : Number.NaN;
    if (value >= from && value <= to && (!whole || Number.isInteger(value))) return { value };
    return { wrong: `${name} cannot be "${text}"`, hint: `give ${whole ? "a whole number" : "a number"} from ${from} to ${to}` };
  };
}

/** SHA-256 of a certificate: 64 hexadecimal digits, with or without colons, in either case; gives lower case without colons. */
export function readFingerprint(text: string): Read<string> {
  const digits = text
    .trim()
    .replace(/^sha-?256[:=]?/iu, "")
    .replaceAll(":", "")
    .toLowerCase();
  if (/^[\da-f]{64}$/u.test(digits)) return { value: digits };
  return { wrong: "--tls-fingerprint is not a SHA-256 fingerprint", hint: "give 64 hexadecimal digits, with or without colons" };
}

/** OpenClaw's own grammar for profile names. */
export function readProfile(text: string): Read<string> {
  const name = text.trim();
  if (/^[a-z0-9][a-z0-9_-]{0,63}$/iu.test(name)) return { value: name };
  return { wrong: `"${name}" cannot be a profile name`, hint: "a profile has letters, digits, _ and - only" };
}

export function readPath(name: string): (text: string) => Read<string> {
  return (text) => (text.trim() === "" ? { wrong: `${name} has an empty path`, hint: `give a file: ${name} F` } : { value: text });
}

/** One line for people, at most `most` characters. */
export function readText(name: string, most: number): (text: string) => Read<string> {
  return (text) => {
    const value = harmless(text, most).trim();
    return value === "" ? { wrong: `${name} is empty`, hint: `give some words: ${name} "…"` } : { value };
  };
}

export function readOneOf<T extends string>(what: string, words: readonly T[]): (text: string) => Read<T> {
  return (text) => {
    const found = words.find((word) => word === text);
    if (found !== undefined) return { value: found };
    const meant = nearest(text, words);
    return { wrong: `"${text}" is not a ${what}`, hint: meant === null ? `there are ${words.join(", ")}` : `did you mean ${meant}?` };
  };
}
