// argv → typed options, a text to print, or a usage error in one sentence and one hint.
import { parseArgs } from "node:util";
import { readUrl } from "./flag-values.ts";
import { conflicts, flagList, flags, type FlagKey, type FlagValues, type Valued } from "./flags.ts";
import { helpText } from "./help-text.ts";
import { nearest } from "./nearest.ts";
import { version } from "./version.ts";

type Command = "dashboard" | "info";
export type Options = { readonly command: Command } & Omit<FlagValues, "help" | "version">;

type Usage = { readonly kind: "usage"; readonly sentence: string; readonly hint: string };
export type Arguments =
  | { readonly kind: "run"; readonly options: Options }
  | { readonly kind: "help" | "version"; readonly text: string }
  | Usage;

const seeHelp = "gatetop --help lists what there is";
const laterCommands = ["check", "watch", "restart", "channel", "guard", "doctor", "report", "completion"];
const laterFlags = ["replay", "record", "view", "readonly"];
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
  if (laterFlags.includes(name)) {
    return usage(`${written} is not part of this version`, name === "readonly" ? "leave it out: this version only ever reads" : seeHelp);
  }
  const meant = nearest(
    name,
    flagList.map(([, flag]) => flag.name),
  );
  return usage(`there is no flag ${written}`, meant === null ? seeHelp : `did you mean --${meant}?`);
}

/** The words that are not flags: a subcommand, then a target. */
function withWords(given: Omit<FlagValues, "help" | "version">, words: readonly string[]): Arguments {
  const [first] = words;
  if (first !== undefined && laterCommands.includes(first)) return usage(`${first} is not part of this version`);
  const command: Command = first === "info" ? "info" : "dashboard";
  const [target, ...rest] = command === "info" ? words.slice(1) : words;
  if (rest.length > 0) return usage(`"${rest[0]}" is one word too many`, "gatetop takes one target");
  let options: Options = { command, ...given };
  if (target !== undefined) {
    const url = readTarget(target);
    if ("wrong" in url) return usage(url.wrong, url.hint);
    if (options.url !== null && options.url !== url.value)
      return usage(`two targets: ${target} and --url ${options.url}`, "give one of them");
    options = { ...options, url: url.value };
  }
  const set = new Set(Object.entries(options).flatMap(([key, value]) => (value === null || value === false ? [] : [key])));
  const clash = conflicts.find(({ pair }) => pair.every((key) => set.has(key)));
  if (clash !== undefined) {
    const [one, other] = clash.pair;
    return usage(`--${flags[one].name} and --${flags[other].name} exclude each other`, clash.hint);
  }
  return { kind: "run", options };
}

function readTarget(word: string) {
  if (/^[\w.-]+@[\w.:[\]-]+$/u.test(word)) {
    return {
      wrong: `${word} is an SSH target, which is not part of this version`,
      hint: `open the tunnel yourself: ssh -L 18789:127.0.0.1:18789 ${word}, then gatetop --url ws://127.0.0.1:18789 --token-file F`,
    };
  }
  if (!/[:./]/u.test(word)) {
    const command = nearest(word, ["info"]);
    if (command !== null) return { wrong: `there is no command ${word}`, hint: `did you mean ${command}?` };
  }
  return readUrl(word);
}
