// What really happened to channels, replayed row by row: what gatetop would have said, and when.
import { describe, expect, test } from "vitest";
import { deafAccounts } from "../../../src/data/channels/deaf-accounts.ts";
import { ladderPosition } from "../../../src/data/channels/ladder-position.ts";
import type { Event } from "../../../src/data/events.ts";
import { channelState } from "../../../src/data/model/channels.ts";
import type { State } from "../../../src/data/state.ts";
import { clock, sampled, scene } from "../../support/scene.ts";
import { capturedRows, type CapturedRow } from "./captured-rows.ts";

const S = 1_000;
const LOOK_MS = 2_000;

const clockOf = (at: number): string => new Date(at).toISOString().slice(11, 19);
const statesOf = (rows: readonly CapturedRow[]): readonly string[] =>
  rows.map(({ at, account }) => `${clockOf(at)} ${channelState(account)}`);
const board = (at: number, rows: readonly CapturedRow[]): Event =>
  sampled("channels", { accounts: rows.map(({ account }) => account), issues: [], partial: false, toldAt: at }, at);

/** Looks each two seconds, each with the newest snapshot of every account. */
function looks(rows: readonly CapturedRow[], from: number, to: number): readonly Event[] {
  const count = Math.floor((to - from) / LOOK_MS);
  const boards = Array.from({ length: count }, (_, index): Event => {
    const at = from + index * LOOK_MS;
    const newest = new Map(rows.filter((row) => row.at <= at).map((row) => [row.key, row]));
    return board(at, [...newest.values()]);
  });
  return [clock(from), ...boards];
}

test("an IRC server dies: recovering although running and connected stay true", () => {
  const rows = capturedRows("irc-down");
  expect(statesOf(rows).slice(0, 3)).toEqual(["08:32:05 ready", "08:32:07 recovering", "08:36:36 ready"]);
  const [, lost] = rows;
  expect(lost?.account).toMatchObject({ running: true, connected: true });
  expect(ladderPosition(lost?.account ?? expect.fail("no row"))).toBeNull();
});

test("the health monitor starts a ladder anew after the gateway gave up, and a late attempt succeeds", () => {
  const steps = capturedRows("irc-healthmon").map(({ account }) => {
    const position = ladderPosition(account);
    return position === null ? channelState(account) : `${channelState(account)} ${position.attempt}`;
  });
  expect(steps).toEqual(["stopped 11", "recovering 1", "recovering 2", "recovering 3", "recovering 4", "recovering 5", "ready"]);
});

describe("Telegram refuses the token", () => {
  const rows = capturedRows("tg-fail");
  const last = (key: string): CapturedRow => rows.findLast((row) => row.key === key) ?? expect.fail(key);

  test("the poll account is blocked, the webhook account calls itself ready", () => {
    expect(channelState(last("telegram/poll").account)).toBe("blocked");
    expect(channelState(last("telegram/hook").account)).toBe("ready");
  });

  test("neither is called deaf: one is told by its lifecycle, of the other nothing tells", () => {
    const from = rows[0]?.at ?? 0;
    const state = scene(...looks(rows, from, from + 400 * S));
    expect(deafAccounts(state)).toEqual(new Map());
  });
});

describe("Telegram's server stops to answer: no flag changes, only the age of its last poll", () => {
  const [poll] = capturedRows("tg-fail").filter(({ key }) => key === "telegram/poll");
  const from = poll?.at ?? 0;
  const beating = (untilMs: number): readonly CapturedRow[] =>
    Array.from({ length: Math.floor(untilMs / (28 * S)) }, (_, index) => {
      const at = from + index * 28 * S;
      const { account, key } = poll ?? expect.fail("no poll row");
      return { at, key, account: { ...account, lastTransportActivityAt: at, lastConnectedAt: at } };
    });
  const stateAt = (silentMs: number, watchedMs: number): State => {
    const rows = beating(watchedMs);
    const lastBeat = rows.at(-1)?.at ?? from;
    return scene(...looks(rows, from, lastBeat + silentMs), clock(lastBeat + silentMs));
  };

  test.each<[number, number, boolean | null]>([
    [29, 40, null],
    [89, 40, null],
    [92, 40, true],
    [92, 10, false],
  ])("silent for %i s after %i minutes of watching: sure %j", (silentS, minutes, sure) => {
    const deaf = deafAccounts(stateAt(silentS * S, minutes * 60 * S)).get("telegram/poll");
    expect(deaf?.sure ?? null).toBe(sure);
  });
});

test("a gateway whose clock is two minutes ahead or behind is not deaf for that", () => {
  const [poll] = capturedRows("tg-fail").filter(({ key }) => key === "telegram/poll");
  const { at, account } = poll ?? expect.fail("no row");
  for (const aheadMs of [-120 * S, 120 * S]) {
    const theirs = { ...account, lastTransportActivityAt: at + aheadMs - 10 * S, lastConnectedAt: at + aheadMs - 10 * S };
    const seen = sampled("channels", { accounts: [theirs], issues: [], partial: false, toldAt: at + aheadMs }, at);
    expect(deafAccounts(scene(clock(at), seen))).toEqual(new Map());
  }
});
