// The channels board on a real terminal: a deaf account is found, and its server is called by key.
import { afterAll, describe, expect, test } from "vitest";
import { nodes, programPath, temporaryHome } from "../support/program.ts";
import { endPtys, openPty, type Pty } from "../support/pty.ts";

const home = temporaryHome();
afterAll(async () => {
  await endPtys();
  home.remove();
});

const says = (text: RegExp) => (screen: readonly string[]) => screen.some((row) => text.test(row));

async function quit(pty: Pty): Promise<void> {
  pty.write("q");
  expect(await pty.exited).toMatchObject({ status: 0 });
}

describe.each(nodes)("on %s", (_name, node) => {
  const open = (scenario: string): Pty =>
    openPty([node, programPath, "--demo", scenario], { columns: 160, rows: 36, env: { ...home.env } });

  test("2 shows the board, p calls the server of the chosen account", async () => {
    const pty = open("deaf-channel");
    await pty.until(says(/● live/u), 10_000, "a first frame");
    pty.write("2");
    await pty.until(says(/▲ telegram\/poll +ready · perhaps deaf .* its connection has been silent for/u), 10_000, "the deaf account");
    pty.write("/telegram.poll\r");
    await pty.until(says(/1 of 5/u), 10_000, "the filter");
    pty.write("p");
    await pty.until(says(/the server of telegram\/poll refuses or does not answer/u), 10_000, "the answer in a note");
    await pty.until(says(/telegram\/poll .* failed/u), 10_000, "the answer beside its account");
    await quit(pty);
  });

  test("where the server answers, it says so and how fast", async () => {
    const pty = open("calm");
    await pty.until(says(/● live/u), 10_000, "a first frame");
    pty.write("2");
    await pty.until(says(/down last hour|down in the last hour/u), 10_000, "the board");
    pty.write("p");
    await pty.until(says(/the server of \S+ answers, in 38 ms/u), 10_000, "the answer");
    await quit(pty);
  });
});
