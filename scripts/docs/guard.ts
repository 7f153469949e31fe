// docs/guard.md, from the guard's own tables and settings.
import type { Consequence, DecisionRow } from "../../src/data/guard/decision.ts";
import { WELL_MS } from "../../src/data/guard/give-up.ts";
import { holdRows } from "../../src/data/guard/holds.ts";
import { stepWords } from "../../src/data/guard/sentence.ts";
import { defaultGuard, fastGuard, type GuardSettings } from "../../src/data/guard/settings.ts";
import { table } from "../../src/data/guard/table.ts";
import { tellings } from "../../src/data/guard/tell.ts";
import { windowRows } from "../../src/data/guard/windows.ts";
import { duration } from "../../src/data/units.ts";
import { guardCare } from "./guard-care.ts";

const cellText = (text: string): string => text.replaceAll("|", "\\|");
const tableText = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.map(cellText).join(" | ")} |`).join("\n");

const consequences: { readonly [C in Consequence]: string } = {
  calm: "forget the strikes",
  wait: "wait, nothing is counted",
  count: "a strike",
  repair: "**repair**",
  leave: "leave it alone, tell",
  hold: "due, held back",
  tell: "tell",
};

const columns = ["standing", "supervision", "window", "strikes", "hold"] as const satisfies readonly (keyof DecisionRow["when"])[];

const decisionRow = ({ id, when, follows, why }: DecisionRow): readonly string[] => [
  `\`${id}\``,
  ...columns.map((column) => (when[column] === "any" ? "" : [...when[column]].join(", "))),
  consequences[follows],
  why,
];

/** 10 s, 60 s, 2m: as the page speaks of them. */
const time = (ms: number): string => (ms < 120_000 ? `${ms / 1000} s` : duration(ms));
const times = (list: readonly number[]): string => list.map((ms) => String(ms / 1000)).join(", ");

type Timing = { readonly what: string; readonly value: (settings: GuardSettings) => string };

/** Until the last strike, from the first failed look on. */
const span =
  (debounce: (settings: GuardSettings) => number): Timing["value"] =>
  (settings) =>
    time((settings.strikes - 1) * debounce(settings));

const timings: readonly Timing[] = [
  { what: "between two looks", value: ({ intervalMs }) => time(intervalMs) },
  { what: "strikes", value: ({ strikes }) => String(strikes) },
  { what: "between two strikes: silence alone", value: ({ debounceMs }) => time(debounceMs) },
  {
    what: "between two strikes: an event loop that never rests and an accept queue that does not shrink",
    value: ({ blockedDebounceMs }) => time(blockedDebounceMs),
  },
  { what: "between two strikes: state T", value: ({ stoppedDebounceMs }) => time(stoppedDebounceMs) },
  { what: "from the first failed look to the repair: silence alone", value: span(({ debounceMs }) => debounceMs) },
  { what: "… an event loop that never rests", value: span(({ blockedDebounceMs }) => blockedDebounceMs) },
  { what: "… state T", value: span(({ stoppedDebounceMs }) => stoppedDebounceMs) },
  { what: "wait for the service manager before the forced end", value: ({ serviceWaitMs }) => time(serviceWaitMs) },
  { what: "between attempts, seconds", value: ({ backOffMs }) => times(backOffMs) },
  { what: "rounds of the ladder", value: ({ rounds }) => String(rounds) },
  { what: "unclean ends at most", value: ({ kills, killWindowMs }) => `${kills} in ${time(killWindowMs)}` },
];

const fast: GuardSettings = { ...defaultGuard, ...fastGuard };

const intro = `# The guard

\`gatetop guard\` watches one gateway without a screen and repairs what nothing else repairs: a gateway that is frozen, deaf, or gone with
nobody to bring it back. A crash is the service manager's to mend, a channel is the gateway's own. This page is made from the guard's own
tables (\`npm run docs\`).

- Without \`--act\` it is a **dry run**: it decides the same, says what it would have done, and sends nothing.
- It acts on three failures only. **frozen**: its port takes connections and HTTP is silent. **deaf**: its process lives, and nobody listens
  on its port. **gone**: it crashed, nothing supervises it, and the config says how to start it (\`guard.start\`).
- Everything else is told at most: an answer that says it is not well, HTTP 5xx, RPC that is silent behind HTTP, channels, another program
  on its port, a debugger that holds its process.
- What could not be looked at is **not known to fail**. Two unknowns are no strike.
- A process is named by its pid and its start time, never by its name, and looked at again right before each signal.
- On another host it watches and tells, nothing else.

## How it decides

Each look makes five words: how the gateway stands, who else is responsible for it, which window is open, how many strikes there are, and
what holds the guard's hand. The first row that matches decides; an empty cell matches anything.`;

const standingWords = `\`frozen-proved\`: state T, or an event loop that never rests (its main thread ran, or waited for a core, all the time) and an
accept queue that does not shrink. \`our-stop-hangs\`: the service manager stops it at the guard's own word, and the very process that should
end stands still. \`stopped\`: inactive with success, or masked; without a service manager, an end that took its lock file away. An answer
clears all strikes; so does a pause of the guard (a host that slept), and a clock
that is set.`;

const windowsIntro = `## Windows

In these a gateway that does not answer is doing what it should. A window that is overrun is told, and what is found then counts from no
strike on.`;

const holdsIntro = `## What holds its hand

The strongest first. Strikes are kept meanwhile: what is due is done as soon as nothing holds it. An acknowledged problem is repaired all the
same, a snoozed one is not.`;

const flagFiles = `A flag file is any file, of any content: while it is there nothing is repaired. Looked for are
${defaultGuard.flagFiles.map((name) => `\`${name}\``).join(" and ")} in OpenClaw's state directory (\`~/.openclaw\`); \`guard.flagFiles\` in
[the config file](config.md) names others in their place, by any path: those that are not absolute are looked for in that directory.
\`gatetop maintenance status\` says which one is there.`;

const ladder = `## The ladder

1. **ask**: ${stepWords.ask} over RPC. Only of a deaf gateway whose link answered within the last ten seconds, and for restarts that are due.
2. **service**: ${stepWords.service}, with a bounded wait. The service manager goes on when the wait is over; the next look tells what came of it.
3. **clean-up**: ${stepWords["clean-up"]}: SIGTERM, SIGKILL, the rest of its control group, the port proved free.
   What shows that it heard SIGTERM, an answer or a port or lock file given back, has half a minute more before SIGKILL.
4. **start**: ${stepWords.start}, with \`guard.start\`. Only of a gateway that is gone.

What cannot be done here is left out, and said. Each attempt is written to the state file and to the journal before anything is sent, and
proved by what answers afterwards: a boot that was not there before, started, and an RPC. Whatever could not be proved, for want of
credentials or of time, is no failure yet: the guard looks again before each attempt, makes none while the gateway answers, and another
process or boot that answers makes the one before a success. After the last round the guard **gives up**: it tells so once on every output
and goes on looking. It is armed again after ${time(WELL_MS)} in which the gateway answered, by \`gatetop guard rearm\`, or when maintenance
ends. A guard that finds a repair of one that was killed counts it as failed, and waits before it does anything.

A process that was stopped wakes up when its service is restarted: systemd sends SIGCONT after SIGTERM. So it ends in order, and what it was
working on is waited for as in any restart, at most the unit's TimeoutStopSec. It stays told as down until another boot answers.

## Times`;

const schedule = `## Restarts that are due

\`--restart-every 8h\`, \`--restart-at 04:00,12:00\` with \`--time-zone Europe/Berlin\`, \`--restart-on memory=1200MB\`. A local time that is left
out in spring is the first instant after it; one that comes twice in autumn is the first of them. Slots lie on the clock, not on the guard's
own start, and each is up to a twentieth of the gap (at most ten minutes) late, by its target and not by chance.

Only a gateway that is well is restarted, and only when \`gateway.restart.preflight\` says that no work would be lost: that is asked every half
minute for \`--restart-within\` (${time(defaultGuard.restart.withinMs)}), then the restart is left out and told. So is that of a gateway younger than half the gap.
Without credentials it cannot be asked, and nothing is restarted. \`--advise\` tells instead.

## What is told

Edges only, each once, in this order when several wait: ${tellings.map((what) => `\`${what}\``).join(", ")}. What comes and goes more than six times in an hour is told once as
flapping, then no more until it was calm for half an hour. During maintenance and snoozes \`down\` and \`restarting\` are not told.`;

/** The whole page. */
export function guardPage(): string {
  const parts = [
    intro,
    tableText(["Row", ...columns, "Then", "Why"], table.map(decisionRow)),
    standingWords,
    windowsIntro,
    tableText(
      ["Window", "Length", "Known from"],
      windowRows.map(({ window, length, from }) => [`\`${window}\``, length, from]),
    ),
    holdsIntro,
    tableText(
      ["Hold", "Because"],
      holdRows.map(({ hold, why }) => [`\`${hold}\``, why]),
    ),
    flagFiles,
    ladder,
    tableText(
      ["", "default", "`--fast`"],
      timings.map(({ what, value }) => [what, value(defaultGuard), value(fast)]),
    ),
    schedule,
    guardCare,
  ];
  return `${parts.join("\n\n")}\n`;
}
