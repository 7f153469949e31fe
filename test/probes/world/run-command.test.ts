import { expect, test } from "vitest";
import { runCommand } from "../../../src/probes/world/run-command.ts";

const node = (script: string): readonly [string, ...string[]] => [process.execPath, "-e", script];

test.each([
  ["what it says and that it went well", 'console.log("yes")', { code: 0, out: "yes\n", err: "", ended: "itself" }],
  [
    "its exit code and what it complains of",
    'console.error("no bus"); process.exit(4)',
    { code: 4, out: "", err: "no bus\n", ended: "itself" },
  ],
])("%s", async (_, script, expected) => {
  expect(await runCommand(node(script), { timeoutMs: 20_000, env: process.env })).toEqual(expected);
});

test("a command that waits for input is given none", async () => {
  const answer = await runCommand(node('process.stdin.resume().on("end", () => console.log("over"))'), {
    timeoutMs: 20_000,
    env: process.env,
  });
  expect(answer.out).toBe("over\n");
});

test("a command that hangs is ended by its deadline", async () => {
  expect(await runCommand(node("setInterval(() => {}, 1000)"), { timeoutMs: 200, env: process.env })).toMatchObject({
    code: null,
    ended: "timeout",
  });
});

test("only the environment it is given reaches it", async () => {
  const { out } = await runCommand(node("console.log(process.env.GIVEN, process.env.HOME)"), { timeoutMs: 20_000, env: { GIVEN: "1" } });
  expect(out).toBe("1 undefined\n");
});

test.each([
  ["a command that is not there", ["/nonexistent/systemctl", "show"] as const],
  ["an answer without end", node('for (let i = 0; i < 1000; i++) console.log("x".repeat(1000))')],
])("%s is no answer", async (_, argv) => {
  expect(await runCommand(argv, { timeoutMs: 20_000, env: process.env })).toMatchObject({ code: null, out: "", ended: "missing" });
});
