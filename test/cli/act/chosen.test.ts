import { expect, test } from "vitest";
import { chosen } from "../../../src/cli/act/channel.ts";

const accounts = [
  { channel: "telegram", account: "poll" },
  { channel: "telegram", account: "hook" },
  { channel: "irc", account: "default" },
];

test.each<[string, string | null, unknown]>([
  ["telegram", "poll", { channel: "telegram", account: "poll" }],
  ["irc", null, { channel: "irc", account: "default" }],
  ["telegram", null, { why: "telegram has 2 accounts: telegram/poll, telegram/hook", fix: "name one of them", exit: 64 }],
  ["telegram", "pol", { why: "the gateway has no channel account telegram/pol", fix: "did you mean telegram/poll?", exit: 64 }],
  [
    "matrix",
    null,
    { why: "the gateway has no channel account matrix", fix: "there are telegram/poll, telegram/hook, irc/default", exit: 64 },
  ],
])("%s and account %s", (channel, account, expected) => {
  expect(chosen(accounts, channel, account)).toEqual(expected);
});

test("a gateway without channels says so", () => {
  expect(chosen([], "irc", null)).toMatchObject({ fix: "the gateway has no channel accounts" });
});
