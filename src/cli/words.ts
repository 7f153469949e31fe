// The words behind a command that are not flags: a target, and what it is about.
import type { ChannelVerb } from "../data/action/request.ts";
import type { Command } from "./flags.ts";
import { nearest } from "./nearest.ts";

/** `account` null: the only one of its channel. */
export type ChannelWords = { readonly verb: ChannelVerb; readonly channel: string; readonly account: string | null };

const guardVerbs = ["run", "install", "uninstall", "rearm", "status"] as const;
/** `run`: no verb was given. */
type GuardVerb = (typeof guardVerbs)[number];

const maintenanceVerbs = ["on", "off", "status"] as const;
type MaintenanceVerb = (typeof maintenanceVerbs)[number];

const copyVerbs = ["list", "restore"] as const;
/** `copy`: its place in the list, 1 is the newest; null: none was named. */
type CopyWords = { readonly verb: (typeof copyVerbs)[number]; readonly copy: number | null };

/** Of each only what its own command has; the others are null. */
export type About = {
  readonly channel: ChannelWords | null;
  readonly guard: GuardVerb | null;
  readonly maintenance: MaintenanceVerb | null;
  readonly copies: CopyWords | null;
};

export type Words = { readonly target: string | undefined; readonly about: Partial<About>; readonly rest: readonly string[] };
type Wrong = { readonly wrong: string; readonly hint: string | null };

const channelVerbs = ["start", "stop", "restart"] as const satisfies readonly ChannelVerb[];

/** A verb is the first word or the second, behind a target. */
function verbIn<T extends string>(words: readonly string[], verbs: readonly T[]): { readonly verb: T | undefined; readonly at: number } {
  const at = verbs.some((verb) => verb === words[0]) ? 0 : 1;
  return { verb: verbs.find((verb) => verb === words[at]), at };
}

const targetBefore = (words: readonly string[], at: number): string | undefined => (at === 0 ? undefined : words[0]);

/** [target] VERB CHANNEL[/ACCOUNT] */
function channelWords(words: readonly string[]): Words | Wrong {
  const example = "for example: gatetop channel restart telegram/poll";
  const { verb, at } = verbIn(words, channelVerbs);
  if (verb === undefined) {
    const meant = words.map((word) => nearest(word, channelVerbs)).find((word) => word !== null);
    return {
      wrong: "channel needs start, stop or restart, then a channel",
      hint: meant === undefined ? example : `did you mean ${meant}?`,
    };
  }
  const name = words[at + 1];
  const [channel = "", ...account] = (name ?? "").split("/");
  if (name === undefined) return { wrong: `channel ${verb} needs a channel`, hint: example };
  if (channel === "" || (account.length > 0 && account.join("/") === ""))
    return { wrong: `"${name}" names no channel account`, hint: example };
  return {
    target: targetBefore(words, at),
    about: { channel: { verb, channel, account: account.length === 0 ? null : account.join("/") } },
    rest: words.slice(at + 2),
  };
}

const looksLikeTarget = (word: string): boolean => /[:./@]/u.test(word);

/** [target] [VERB]: one that is no target and no verb is a slip. */
function optionalVerb<T extends string>(
  words: readonly string[],
  verbs: readonly T[],
  fallback: T,
): { readonly target: string | undefined; readonly verb: T; readonly rest: readonly string[] } | Wrong {
  const { verb, at } = verbIn(words, verbs);
  if (verb !== undefined) return { target: targetBefore(words, at), verb, rest: words.slice(at + 1) };
  const [target, ...rest] = words;
  const slip = [target, rest[0]].find((word) => word !== undefined && !looksLikeTarget(word));
  if (slip === undefined) return { target, verb: fallback, rest };
  const meant = nearest(slip, verbs);
  return { wrong: `"${slip}" is none of ${verbs.join(", ")}`, hint: meant === null ? null : `did you mean ${meant}?` };
}

function guardWords(words: readonly string[]): Words | Wrong {
  const read = optionalVerb(words, guardVerbs, "run");
  return "wrong" in read ? read : { target: read.target, about: { guard: read.verb }, rest: read.rest };
}

function maintenanceWords(words: readonly string[]): Words | Wrong {
  const read = optionalVerb(words, maintenanceVerbs, "status");
  return "wrong" in read ? read : { target: read.target, about: { maintenance: read.verb }, rest: read.rest };
}

/** list | restore [N]; the config is this host's, so that there is no target. */
function configWords(words: readonly string[]): Words | Wrong {
  const example = "gatetop config list, or gatetop config restore [N]";
  const [first, number, ...rest] = words;
  const verb = copyVerbs.find((verb) => verb === first);
  if (verb === undefined) {
    const meant = first === undefined ? null : nearest(first, copyVerbs);
    return { wrong: "config needs list or restore", hint: meant === null ? example : `did you mean ${meant}?` };
  }
  if (verb === "list") return { target: undefined, about: { copies: { verb, copy: null } }, rest: words.slice(1) };
  if (number !== undefined && !/^[1-9]\d?$/u.test(number))
    return { wrong: `"${number}" is no number of a copy`, hint: "gatetop config list" };
  return { target: undefined, about: { copies: { verb, copy: number === undefined ? null : Number(number) } }, rest };
}

const readers: { readonly [C in Command]?: (words: readonly string[]) => Words | Wrong } = {
  channel: channelWords,
  guard: guardWords,
  maintenance: maintenanceWords,
  config: configWords,
};

export function wordsOf(command: Command, words: readonly string[]): Words | Wrong {
  return readers[command]?.(words) ?? { target: words[0], about: {}, rest: words.slice(1) };
}
