// What `y` sends to the terminal, read as a terminal reads it.
import { Terminal } from "@xterm/headless";
import { expect, test } from "vitest";
import { createCopy } from "../../src/cli/wish/copy.ts";
import { clipboardBytes } from "../../src/ui/osc52.ts";

/** What lands on the clipboard of a terminal that has one. */
async function clipboardOf(bytes: string): Promise<string | null> {
  const terminal = new Terminal({ allowProposedApi: true });
  let copied: string | null = null;
  terminal.parser.registerOscHandler(52, (data) => {
    const [, coded = ""] = data.split(";");
    copied = Buffer.from(coded, "base64").toString();
    return true;
  });
  await new Promise<void>((resolve) => terminal.write(bytes, resolve));
  terminal.dispose();
  return copied;
}

/** As tmux hands on what is wrapped for it. */
const unwrapped = (bytes: string): string => {
  const [, inner = ""] = /^\u001bPtmux;([^]*)\u001b\\$/u.exec(bytes) ?? [];
  return inner.replaceAll("\u001b\u001b", "\u001b");
};

type Said = { readonly text: string; readonly tone: string };

function copying(env: Readonly<Record<string, string>>): {
  readonly copy: (json: string) => void;
  readonly written: string[];
  readonly said: Said[];
} {
  const written: string[] = [];
  const said: Said[] = [];
  const copy = createCopy({
    stdout: { call: (bytes) => void written.push(bytes) },
    env,
    secrets: () => ["a-known-secret"],
    say: (text, tone = "plain") => void said.push({ text, tone }),
  });
  return { copy: (json) => copy({ json, what: "sessions row" }), written, said };
}

test.each([
  ["plain", { TERM: "xterm-256color" }, (bytes: string) => bytes],
  ["inside tmux", { TERM: "tmux-256color", TMUX: "/tmp/tmux-1000/default,1,0" }, unwrapped],
])("%s: the row is on the clipboard, in any script, without secrets", async (_, env, through) => {
  const { copy, written, said } = copying(env);
  copy(JSON.stringify({ key: "日本語 ›", note: "a-known-secret", token: "x" }));
  const [bytes = ""] = written;
  expect(JSON.parse((await clipboardOf(through(bytes))) ?? "null")).toEqual({ key: "日本語 ›", note: "[hidden]", token: "[hidden]" });
  expect(said).toEqual([{ text: "sessions row copied, if the terminal allows it", tone: "plain" }]);
});

test("what is too long is not sent in part: it says what to do", () => {
  const { copy, written, said } = copying({ TERM: "xterm" });
  copy("x".repeat(60_000));
  expect(written).toEqual([]);
  expect(said).toEqual([{ text: "the sessions row is too long for the clipboard: :save FILE", tone: "warn" }]);
  expect(clipboardBytes("x".repeat(56_000), { tmux: false })).not.toBeNull();
});

test("a terminal that would print it gets nothing", () => {
  const { copy, written, said } = copying({ TERM: "linux" });
  copy("{}");
  expect(written).toEqual([]);
  expect(said[0]?.tone).toBe("warn");
});
