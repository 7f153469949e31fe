// The journal of a unit, as `journalctl -o json` tells it.
import { expect, test } from "vitest";
import type { World } from "../../../src/probes/probe.ts";
import { createJournalTail } from "../../../src/probes/logs/journald-log.ts";
import { logLineIn } from "../../../src/data/logs/line-of.ts";

const entry = (cursor: string, given: object): string =>
  JSON.stringify({ __CURSOR: cursor, __REALTIME_TIMESTAMP: "1795165331656000", PRIORITY: "6", ...given });

function tailOf(answers: readonly { readonly code: number | null; readonly out: string }[]) {
  const asked: (readonly string[])[] = [];
  const run: World["run"] = (argv) => {
    asked.push(argv);
    const answer = answers[asked.length - 1] ?? { code: 0, out: "" };
    return Promise.resolve({ ...answer, err: "", ended: "itself" });
  };
  return { asked, tail: createJournalTail({ run }, "openclaw-gateway.service", "user") };
}

test("entries as lines of the log; the next look goes on after the last", async () => {
  const { asked, tail } = tailOf([
    {
      code: 0,
      out: [
        entry("a", { MESSAGE: "[gateway] ready", PRIORITY: "4" }),
        entry("b", { MESSAGE: '{"message":"as it came","_meta":{"logLevelName":"ERROR"}}' }),
        entry("c", { MESSAGE: [...Buffer.from("caf\u00e9")] }),
        '{"cut',
      ].join("\n"),
    },
  ]);
  const first = await tail.read();
  expect(first?.lines.map((line) => logLineIn(line))).toMatchObject([
    { at: 1_795_165_331_656, level: "warn", message: "[gateway] ready" },
    { at: null, level: "error", message: "as it came" },
    { at: 1_795_165_331_656, level: "info", message: "café" },
  ]);
  await tail.read();
  expect(asked[0]).not.toContain("--after-cursor=c");
  expect(asked[1]).toContain("--after-cursor=c");
  expect(asked[1]).toContain("--user-unit=openclaw-gateway.service");
});

test("a journal that cannot be read is none", async () => {
  expect(await tailOf([{ code: 1, out: "" }]).tail.read()).toBeNull();
});

test("more than one look holds is a gap", async () => {
  const many = Array.from({ length: 2_000 }, (_, index) => entry(String(index), { MESSAGE: `m${index}` })).join("\n");
  const { tail } = tailOf([
    { code: 0, out: entry("a", { MESSAGE: "x" }) },
    { code: 0, out: many },
  ]);
  await tail.read();
  expect((await tail.read())?.skipped).toBe(true);
});
