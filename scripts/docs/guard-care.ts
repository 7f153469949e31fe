// docs/guard.md: who is told and how, and what the guard does besides repairs.
import { tellings } from "../../src/data/guard/tell.ts";

const tellJson = `{"schema":"gatetop-tell/1","id":"94fb05d975ef","at":1795204492014,"what":"down","edge":"begins","severity":"critical",
 "host":"vm","gateway":"127.0.0.1:18789","subject":"gateway","sentence":"frozen · pid 29022 · state T · 2 of 3 strikes","dryRun":false,
 "guard":{"standing":"frozen-proved","attempts":0,"last":null,"nextAttemptAt":null,"gaveUpAt":null}}`;

export const guardCare = `## Who is told

Every tell is printed: with its priority (\`<2>\` critical, \`<4>\` warning, \`<6>\` information) where standard output is the journal, with
\`--json\` as one line of JSON. What \`guard.tell\` of [the config file](config.md) names gets it as well, beside the guard: none of it can
hold up a look or a repair.

| To | What it gets |
| --- | --- |
| \`exec\` | a program and its arguments, no shell: the JSON below on standard input, and \`GATETOP_TELL_WHAT\`, \`_EDGE\`, \`_SEVERITY\`, \`_SENTENCE\`, \`_SUBJECT\`, \`_GATEWAY\`, \`_HOST\`, \`_AT\`, \`_ID\`, \`_DRY_RUN\` in its environment, which has no credential of the gateway's. Exit 0 is delivered |
| \`webhook\`, \`format: "json"\` | a POST of the same JSON; 2xx is delivered |
| \`format: "ntfy"\`, \`"slack"\` | the sentence, as ntfy and as Slack's incoming webhooks (and what is like them) want it |
| \`syslog\` | the sentence by \`logger -t gatetop -p daemon.crit\`, \`.warning\` or \`.info\` |

\`\`\`json
${tellJson}
\`\`\`

Each has a queue of its own: one attempt at a time, at most ten seconds long, \`${tellings[0]}\` before everything else, and again after 2, 10
and 30 seconds; then it is dropped and the log says so. An answer of 4xx is final but for 408 and 429, whose \`Retry-After\` is kept up to a
minute; redirects are not followed. More than fifty that wait: the oldest information falls first. \`id\` is the same in every attempt.

An address or token is given as text, \`{ file: "…" }\` (its first line, read anew each time) or \`{ env: "…" }\`; a token only as the latter
two. Plain \`http\` goes to private addresses only.

## Copies of the config

When the gateway was well for a minute and its config is one that can be read, the guard keeps a copy: the last five that differ
(\`configCopies\`), below \`~/.local/state/gatetop/config-copies\`, for their owner only, byte for byte. Files it includes are not part of it.

A gateway that does not start with a config that is broken, or that was changed since, is told as \`config-broken\`: file, line and column, and
the line with its keys alone. \`gatetop config list\` shows the copies; \`gatetop config restore [N]\` what is different, with secrets hidden,
and asks. Mode and owner of the file stay, and what is replaced is kept beside the copies. Nothing is ever put back without that word.
A guard that begins while the config is broken knows its gateway's address by defaults alone, and looks for it anew once it is mended.

## Upkeep

| What | How often | |
| --- | --- | --- |
| disk of OpenClaw's state directory | hourly | told by the rule \`disk-low\`, with its limits in the config file |
| credentials of the models' providers | every six hours, over the connection | told by the rule \`credentials\` |
| OpenClaw's dated log files over 7 days, or beyond 50 MB together | daily | told; with \`--clean-logs\` and \`--act\` removed. Never the one the gateway writes, one younger than a day, a link, or a file of somebody else |
| the guard's own \`--log\` | at 5 MB | becomes \`FILE.1\`, in the place of the one before |

## As a service

\`gatetop guard install [--act] [--timer]\` prints \`gatetop-guard.service\` (with \`--timer\` also \`gatetop-guard.timer\`, \`guard --once\` every
minute) as a unit of this user's systemd, shows what changes when one is there, and asks; \`--yes\` does not ask. The flags behind it are those
the guard runs with, paths made absolute; \`OPENCLAW_*\` variables that say where things are go along, credentials never: give \`--token-file\`,
or let it read what the gateway's config says. A profile has a unit of its own. Nothing but \`gatetop-*\` is written, enabled or removed.
\`gatetop guard uninstall\` takes it away. On macOS the launchd agent and the words to type are printed (not tried there).

Without systemd a line of cron does, \`* * * * * gatetop guard --once --act\`: it looks until it is decided, a minute and a half at most, and
leaves at once when another guard of this gateway runs. What one tried the next one knows, and a minute well between two of them arms it
again. Restarts that are due need a guard that stays: neither cron nor \`--timer\` makes one. In a container the guard runs beside the
gateway as the same user, and \`guard.start\` is what it brings it back with.

| Exit code | |
| --- | --- |
| \`guard --once\` 0 | well, repaired and proved, or left as a person wants it; another guard watches already |
| 1 | not repaired, given up, or not to be cured by a restart; in a dry run a repair that is due |
| 75 | not decided in time: the next one goes on where this one ended |
| \`guard\` 75 | another guard of this gateway runs, and its pid is said |
| \`guard status\` 0, 1 | one watches, none does |

What it knows is one file of this user, \`~/.local/state/gatetop/guard/HOST-PORT-….json\` (0600): board 8 of the dashboard and
\`gatetop guard status\` show it, \`gatetop watch\` tells what changes in it. Each look sets its time; one that is three looks old means that
no guard watches. SIGHUP reads the config file again. What all of it takes is in [performance.md](performance.md#guard).`;
