// argv → typed options, a text to print, or a usage error in one sentence and one hint.
import { parseArgs } from "node:util";
import { readUrl } from "./flag-values.ts";
import {
  belongsTo,
  conflicts,
  flagList,
  flags,
  needs,
  withVerb,
  type Command,
  type FlagKey,
  type FlagValues,
  type Valued,
} from "./flags.ts";
import { helpText } from "./help-text.ts";
import { nearest } from "./nearest.ts";
import { version } from "./version.ts";
import { wordsOf, type About } from "./words.ts";

export type Options = { readonly command: Command } & About & Omit<FlagValues, "help" | "version">;

type Usage = { readonly kind: "usage"; readonly sentence: string; readonly hint: string };
export type Arguments =
  | { readonly kind: "run"; readonly options: Options }
  | { readonly kind: "help" | "version"; readonly text: string }
  | Usage;

const seeHelp = "gatetop --help lists what there is";
const laterCommands = ["completion"];
const subcommands = [
  "info",
  "restart",
  "channel",
  "journal",
  "doctor",
  "report",
  "check",
  "watch",
  "guard",
  "maintenance",
  "config",
] as const satisfies readonly Command[];
const nothingAsked: About = { channel: null, guard: null, maintenance: null, copies: null };
const shortFlags: Readonly<Record<string, FlagKey>> = { h: "help", V: "version" };

const usage = (sentence: string, hint: string = seeHelp): Usage => ({ kind: "usage", sentence, hint });

const emptyValues = Object.fromEntries(flagList.map(([key, flag]) => [key, flag.kind === "switch" ? false : null])) as FlagValues;

/** `argv` without the program's own two words. */
export function parseArguments(argv: readonly string[]): Arguments {
  const { tokens } = parseArgs({ args: withLoneFlags(argv), options: parserOptions, strict: false, allowPositionals: true, tokens: true });
  const values: Record<string, unknown> = { ...emptyValues };
  const words: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") words.push(token.value);
    if (token.kind !== "option") continue;
    const [key, flag] = flagList.find(([key, flag]) => flag.name === token.name || shortFlags[token.name] === key) ?? [null, null];
    if (key === null) return unknownFlag(token.rawName, token.name);
    const read = flag.kind === "switch" ? readSwitch(flag.name, token.value) : readValue(flag, token.value, token.inlineValue === true);
    if ("wrong" in read) return usage(read.wrong, read.hint);
    values[key] = read.value;
  }
  const { help, version: wantsVersion, ...given } = values as FlagValues;
  if (help) return { kind: "help", text: helpText() };
  if (wantsVersion) return { kind: "version", text: `gatetop ${version}` };
  return withWords(given, words);
}

const parserOptions = Object.fromEntries(
  flagList.map(([, flag]) => [flag.name, { type: flag.kind === "switch" ? ("boolean" as const) : ("string" as const) }]),
);

/** A flag whose value may be left out gets its default, so that it does not swallow the flag behind it. */
function withLoneFlags(argv: readonly string[]): string[] {
  const end = argv.includes("--") ? argv.indexOf("--") : argv.length;
  return argv.map((word, index) => {
    const flag = index < end ? flagList.find(([, flag]) => `--${flag.name}` === word)?.[1] : undefined;
    if (flag?.kind !== "value" || flag.alone === undefined) return word;
    const next = argv[index + 1];
    return next === undefined || next.startsWith("-") ? `${word}=${flag.alone}` : word;
  });
}

function readSwitch(name: string, value: string | undefined) {
  return value === undefined ? { value: true } : { wrong: `--${name} takes no value`, hint: `write --${name} alone` };
}

function readValue(flag: Valued<unknown>, value: string | undefined, inline: boolean) {
  if (value === undefined || (!inline && value.startsWith("-"))) {
    return { wrong: `--${flag.name} needs a value`, hint: `write --${flag.name} ${flag.arg}` };
  }
  return flag.read(value);
}

function unknownFlag(written: string, name: string): Usage {
  if (name === "token" || name === "password") {
    return usage(
      `${written} would show the ${name} to everyone on this host`,
      `use --${name}-file F or $OPENCLAW_GATEWAY_${name.toUpperCase()}`,
    );
  }
  const meant = nearest(
    name,
    flagList.map(([, flag]) => flag.name),
  );
  return usage(`there is no flag ${written}`, meant === null ? seeHelp : `did you mean --${meant}?`);
}

/** The words that are not flags: a subcommand, then a target, then what it is about. */
function withWords(given: Omit<FlagValues, "help" | "version">, words: readonly string[]): Arguments {
  const [first] = words;
  if (first !== undefined && laterCommands.includes(first)) return usage(`${first} is not part of this version`);
  const command: Command = subcommands.find((name) => name === first) ?? "dashboard";
  const after = command === "dashboard" ? words : words.slice(1);
  const read = wordsOf(command, after);
  if ("wrong" in read) return usage(read.wrong, read.hint ?? seeHelp);
  const { target, about, rest } = read;
  if (command === "journal" && target !== undefined) return usage(`"${target}" is one word too many`, "gatetop journal takes no target");
  if (rest.length > 0) return usage(`"${rest[0]}" is one word too many`, "gatetop takes one target");
  let options: Options = { command, ...nothingAsked, ...about, ...given };
  if (target !== undefined) {
    const url = readTarget(target);
    if ("wrong" in url) return usage(url.wrong, url.hint);
    if (options.url !== null && options.url !== url.value)
      return usage(`two targets: ${target} and --url ${options.url}`, "give one of them");
    options = { ...options, url: url.value };
  }
  return misfit(options) ?? { kind: "run", options };
}

/** A flag beside a command or another flag it does not go with. */
function misfit(options: Options): Usage | null {
  const set = new Set(Object.entries(options).flatMap(([key, value]) => (value === null || value === false ? [] : [key])));
  const stray = flagList.find(([key]) => set.has(key) && belongsTo[key]?.includes(options.command) === false);
  if (stray !== undefined) {
    const [key, { name }] = stray;
    const named = (belongsTo[key] ?? []).map((command) => (command === "dashboard" ? "gatetop" : `gatetop ${command}`));
    return usage(
      `--${name} means nothing to ${options.command === "dashboard" ? "the dashboard" : `gatetop ${options.command}`}`,
      `it belongs to ${named.join(", ")}`,
    );
  }
  const verb = options.guard ?? options.maintenance ?? options.copies?.verb ?? null;
  const verbless = withVerb.find(
    ({ flag, command, verbs }) => set.has(flag) && options.command === command && !verbs.some((one) => one === verb),
  );
  if (verbless !== undefined) {
    const { flag, command, verbs } = verbless;
    const of = (word: string | null): string => (word === null || word === "run" ? `gatetop ${command}` : `gatetop ${command} ${word}`);
    return usage(`--${flags[flag].name} means nothing to ${of(verb)}`, `it belongs to ${verbs.map(of).join(", ")}`);
  }
  if (options.drain !== null && options.mode !== "force")
    return usage("--drain is for a bounded restart", "write --mode force, or leave --drain out");
  const lone = needs.find(({ flag, other, unless }) => set.has(flag) && !set.has(other) && options.command !== unless);
  if (lone !== undefined) {
    const [flag, other] = [flags[lone.flag].name, flags[lone.other].name];
    return usage(`--${flag} is for --${other}`, `write --${other} F too, or leave --${flag} out`);
  }
  const clash = conflicts.find(({ pair, unless }) => unless !== verb && pair.every((key) => set.has(key)));
  if (clash === undefined) return null;
  const [one, other] = clash.pair;
  return usage(`--${flags[one].name} and --${flags[other].name} exclude each other`, clash.hint);
}

function readTarget(word: string) {
  if (/^[\w.-]+@[\w.:[\]-]+$/u.test(word)) {
    return {
      wrong: `${word} is an SSH target, which is not part of this version`,
      hint: `open the tunnel yourself: ssh -L 18789:127.0.0.1:18789 ${word}, then gatetop --url ws://127.0.0.1:18789 --token-file F`,
    };
  }
  if (!/[:./]/u.test(word)) {
    const command = nearest(word, subcommands);
    if (command !== null) return { wrong: `there is no command ${word}`, hint: `did you mean ${command}?` };
  }
  return readUrl(word);
}
