// `guard` of config.json5: what the flags of `gatetop guard` say too, and what only a file can.
import { defaultGuard as holds } from "../guard/settings.ts";
import { sizePattern, spanPattern, timePattern } from "./quantities.ts";
import type { Shape } from "./shape.ts";

type Fields = Extract<Shape, { kind: "fields" }>;
type Text = Extract<Shape, { kind: "text" }>;

const argv = (about: string): Shape => ({ kind: "list", of: { kind: "text", about: "a word of the command" }, least: 1, most: 64, about });
const seconds = (least: number, most: number, about: string, ms: number): Shape => ({
  kind: "number",
  least,
  most,
  about: `${about}, in seconds (${ms / 1_000})`,
});
const span = (about: string): Text => ({ kind: "text", pattern: spanPattern, like: "a span of time: 30m, 8h, 1d", about });

/** Secrets never stand in this file. */
const secret = (about: string): Fields => ({
  kind: "fields",
  about,
  one: true,
  veiled: true,
  fields: {
    file: { kind: "text", pattern: "\\S", like: "a path", about: "the file it stands in, readable by its owner alone" },
    env: { kind: "text", pattern: "^\\w+$", like: "a variable's name", about: "the environment variable it stands in" },
  },
});

const to = (word: string): Shape => ({ kind: "word", words: [word], about: "where it goes" });

const tell: Shape = {
  kind: "variants",
  by: "to",
  about: "one that is told",
  variants: {
    exec: {
      kind: "fields",
      about: "a command, without a shell, with the JSON on its standard input",
      needs: ["to", "argv"],
      fields: { to: to("exec"), argv: argv("the command and its words") },
    },
    webhook: {
      kind: "fields",
      about: "an HTTP address",
      needs: ["to", "url"],
      fields: {
        to: to("webhook"),
        format: { kind: "word", words: ["json", "ntfy", "slack"], about: "what it is sent (json)" },
        url: {
          kind: "text-or-fields",
          about: "its address; one that is a secret by itself in a file or a variable",
          text: { kind: "text", pattern: "^https?://[^\\s]+$", like: "an http:// or https:// address", veiled: true, about: "its address" },
          fields: secret("where its address stands"),
        },
        token: secret("where its token stands"),
      },
    },
    syslog: { kind: "fields", about: "the system's log", needs: ["to"], fields: { to: to("syslog") } },
  },
};

const restart: Fields = {
  kind: "fields",
  about: "restarts on a schedule, while no work is under way",
  fields: {
    every: span("a restart that often: 8h, 1d"),
    at: {
      kind: "list",
      of: { kind: "text", pattern: timePattern, like: "a time of day: 04:00", about: "04:00" },
      least: 0,
      most: 48,
      about: "a restart at these times of day",
    },
    timeZone: { kind: "text", about: "of those times, as Europe/Berlin (this host's)" },
    within: span("wait so long for work to end, then leave one out (30m)"),
    advise: { kind: "flag", about: "true: tell that a restart is due, instead of making it (false)" },
    onMemory: {
      kind: "text",
      pattern: `${sizePattern}|^trend$`,
      like: "trend, or a size: 1200MB",
      about: "a restart when memory is so large, or (trend) will reach its limit",
    },
  },
};

export const guardShape: Fields = {
  kind: "fields",
  about: "gatetop guard; its flags come before this",
  fields: {
    act: { kind: "flag", about: "true: it repairs; without it only tells what it would do (false)" },
    fast: { kind: "flag", about: "true: looks every second and waits less before a repair (false)" },
    intervalSeconds: seconds(1, 300, "between two looks", holds.intervalMs),
    strikes: { kind: "number", least: 2, most: 20, whole: true, about: `bad looks that make a failure (${holds.strikes})` },
    debounceSeconds: seconds(1, 600, "between two strikes that only silence shows", holds.debounceMs),
    stoppedDebounceSeconds: seconds(1, 600, "the same of a process that is stopped (state T)", holds.stoppedDebounceMs),
    blockedDebounceSeconds: seconds(1, 600, "the same of one that is busy and accepts nothing", holds.blockedDebounceMs),
    backOffSeconds: {
      kind: "list",
      of: { kind: "number", least: 1, most: 3_600, about: "seconds" },
      least: 1,
      most: 10,
      about: `between two attempts, the last one again and again (${holds.backOffMs.map((ms) => ms / 1_000).join(", ")})`,
    },
    rounds: { kind: "number", least: 1, most: 10, whole: true, about: `of all repairs, before it gives up (${holds.rounds})` },
    serviceWaitSeconds: seconds(1, 600, "for the service manager, before the forced clean-up", holds.serviceWaitMs),
    kills: {
      kind: "number",
      least: 0,
      most: 2,
      whole: true,
      about: `forced ends within killWindowSeconds; a third trips the gateway's own crash-loop breaker (${holds.kills})`,
    },
    killWindowSeconds: seconds(300, 86_400, "for kills", holds.killWindowMs),
    start: argv("the command that starts a gateway without a service; without it that is only told"),
    restart,
    flagFiles: {
      kind: "list",
      of: { kind: "text", pattern: "\\S", like: "a path", about: "a path" },
      least: 0,
      most: 20,
      about: `a file that holds the guard while it is there, from OpenClaw's state directory (${holds.flagFiles.join(", ")})`,
    },
    configCopies: {
      kind: "number",
      least: 0,
      most: 50,
      whole: true,
      about: `copies of OpenClaw's config that are kept (${holds.configCopies})`,
    },
    cleanLogs: { kind: "flag", about: "true: removes OpenClaw's logs over 7 days or 50 MB, instead of telling (false)" },
    tell: { kind: "list", of: tell, least: 0, most: 10, about: "who is told, besides standard output" },
  },
};
