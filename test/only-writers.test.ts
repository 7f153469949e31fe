// Whatever changes a gateway, a process or a unit is in src/actions; the demo plays a gateway and may name what it plays.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const src = new URL("../src/", import.meta.url);
const files = readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.tsx?$/u.test(path))
  .map((path) => ({ path: path.replaceAll("\\", "/"), text: readFileSync(new URL(path, src), "utf8") }));

/** Comments and decoders may name what they are about; types are no acts. */
const code = (text: string): string => text.replaceAll(/\/\*[\s\S]*?\*\//gu, "").replaceAll(/^\s*\/\/.*$/gmu, "");

/** `except`: who else, and why it is no change of a gateway. */
type Row = { readonly what: string; readonly pattern: RegExp; readonly except: Readonly<Record<string, string>> };

const names = { "data/gateway/decode/": "names the answer it decodes" };

const rows: readonly Row[] = [
  {
    what: "sends a signal",
    pattern: /\b(?:process\.)?kill\(/u,
    except: {
      "ui/suspend.ts": "stops gatetop itself, at the person's key",
      "cli/launch/launcher.ts": "ends gatetop itself as its child ended",
    },
  },
  { what: "asks for a restart", pattern: /"gateway\.restart\.request"/u, except: names },
  { what: "starts or stops a channel", pattern: /"channels\.(?:start|stop|logout)"/u, except: names },
  { what: "aborts a run", pattern: /"(?:sessions|chat)\.abort"/u, except: names },
  {
    what: "kills",
    pattern: /"SIGKILL"/u,
    except: {
      "probes/world/run-command.ts": "ends the command that only looks, when it hangs",
      "data/action/ports.ts": "a type",
    },
  },
  {
    what: "has a supervisor's verb for a change",
    pattern: /"(?:reset-failed|daemon-reload|kickstart|bootout|bootstrap|try-restart|reload-or-restart|mask|unmask)"/u,
    except: {
      "data/restart/supervisor-words.ts": "tells a person what to type",
      "data/service/": "tells a person what to type",
      "data/action/ports.ts": "a type",
    },
  },
  {
    what: "runs another program",
    pattern: /\bnode:child_process\b/u,
    except: {
      "probes/world/run-command.ts": "the one way to look with a command",
    },
  },
  {
    what: "writes over the link",
    pattern: /\bopenWriter\(|createOpenWriter\(/u,
    except: { "cli/act/open-actor.ts": "hands it to the actor" },
  },
];

const writers = (path: string): boolean => path.startsWith("actions/") || path.startsWith("demo/");

describe.each(rows)("$what", ({ pattern, except }) => {
  const found = files.filter(({ text }) => pattern.test(code(text))).map(({ path }) => path);
  const elsewhere = found.filter((path) => !writers(path) && !Object.keys(except).some((allowed) => path.startsWith(allowed)));

  test("only in src/actions", () => {
    expect(elsewhere).toEqual([]);
  });

  test("and there it is; every exception is still one", () => {
    expect(found.some((path) => path.startsWith("actions/"))).toBe(true);
    for (const allowed of Object.keys(except))
      expect(
        found.filter((path) => path.startsWith(allowed)),
        allowed,
      ).not.toEqual([]);
  });
});

test("nobody ends a suspension: its id belongs to whoever made it", () => {
  expect(files.filter(({ path, text }) => !path.startsWith("demo/") && /gateway\.suspend\.(?:resume|prepare)/u.test(code(text)))).toEqual(
    [],
  );
});

test("what only looks imports nothing that acts", () => {
  const looks = files.filter(({ path }) => /^(?:probes|data|ui)\//u.test(path));
  expect(looks.filter(({ text }) => /from "[^"]*\/actions\//u.test(text)).map(({ path }) => path)).toEqual([]);
});
