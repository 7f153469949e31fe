import { readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadLate } from "../../../src/cli/late.ts";
import { openRecorder } from "../../../src/cli/record/recorder.ts";
import { createPlayer, type Player, type PlayerClock } from "../../../src/cli/replay/player.ts";
import { openTape, type Tape } from "../../../src/cli/replay/tape.ts";
import { lateBoardIds, type BoardId } from "../../../src/data/boards/board.ts";
import type { Event } from "../../../src/data/events.ts";
import { pseudonyms, realNames } from "../../../src/data/recording/names.ts";
import { scrubbedEvent } from "../../../src/data/recording/scrub-event.ts";
import type { State } from "../../../src/data/state.ts";
import { update } from "../../../src/data/update.ts";
import { loadRaster } from "../../../src/ui/raster.ts";
import { renderFrame } from "../../../src/ui/text-frame.tsx";
import { START } from "../../support/scene.ts";
import { sides, sizes } from "../../ui/support.ts";
import { dir, first, folded, played, recorded } from "./scene.ts";

beforeAll(async () => {
  await Promise.all([loadLate(), loadRaster()]);
});
afterAll(() => rmSync(dir, { recursive: true }));

const boards: readonly BoardId[] = ["overview", "channels", "sessions", ...lateBoardIds];
const look = { color: false, ascii: false, still: true } as const;

function frameOf(state: State, size: string, board: BoardId): string {
  const { columns, rows } = sides(size);
  return renderFrame({ ...state, view: { ...state.view, columns, rows, board } }, { columns, rows, look });
}

const tapeEvents = (tape: Tape): readonly Event[] =>
  Array.from({ length: tape.length }, (_, index) => tape.event(index)).filter((event) => event !== null);

describe.each(["channel-down", "stuck-session", "restart-drain", "cost-cron-credentials"] as const)("a recording of %s", (scenario) => {
  test("is what was seen, but for names, at 30 moments", () => {
    const events = played(scenario);
    const names = pseudonyms();
    const scrubbed = events.map((event) => scrubbedEvent(event, names)).filter((event) => event !== null);
    const { tape } = recorded(events);
    const told = tapeEvents(tape);
    const lead = told.length - scrubbed.length;
    let [one, other] = [folded(told.slice(0, lead)), folded(told.slice(0, lead))];
    let from = 0;
    for (let moment = 1; moment <= 30; moment += 1) {
      const to = Math.floor((scrubbed.length * moment) / 30);
      one = folded(scrubbed.slice(from, to), one);
      other = folded(told.slice(lead + from, lead + to), other);
      from = to;
      const board = boards[moment % boards.length] ?? "overview";
      const size = sizes[Math.floor(moment / boards.length) % sizes.length] ?? "120x36";
      expect(frameOf(other, size, board)).toBe(frameOf(one, size, board));
    }
    expect(other.alerts.size).toBeGreaterThan(0);
  });

  test("finds the same wrong as was found live", () => {
    const events = played(scenario);
    const wrong = (state: State): readonly string[] =>
      [...state.alerts.values()]
        .filter(({ raised }) => raised)
        .map(({ id, severity }) => `${id} ${severity}`)
        .sort();
    const live = folded(events);
    expect(wrong(folded(tapeEvents(recorded(events).tape)))).toEqual(wrong(live));
    expect(wrong(live)).not.toEqual([]);
  });

  test("with real names is drawn as it was drawn live", () => {
    const events = played(scenario);
    const live = folded(events);
    const again = folded(tapeEvents(recorded(events, true).tape));
    for (const board of ["overview", "channels", "sessions"] as const) {
      expect(frameOf(again, "120x36", board)).toBe(frameOf(live, "120x36", board));
    }
  });
});

test("its own sentences lose no word", () => {
  const names = pseudonyms();
  const told = played("channel-down").map((event) => scrubbedEvent(event, names));
  const whys = told.flatMap((event) => (event?.type === "failed" || event?.type === "missing" ? [event.why] : []));
  expect(whys.length).toBeGreaterThan(0);
  expect(whys.filter((why) => why.includes("…") || why.includes("not recorded"))).toEqual([]);
});

describe("the file", () => {
  test("is its owner's alone, and nothing is written over", () => {
    const { file } = recorded(played("calm").slice(0, 10));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const before = readFileSync(file, "utf8");
    const again = openRecorder({ file, names: false, state: first(), onTrouble: () => undefined });
    expect(again).toEqual({ failed: `${file} cannot be recorded into: it is there already, and nothing is written over` });
    expect(readFileSync(file, "utf8")).toBe(before);
  });

  test("ends at its limit, and says so", () => {
    const file = join(dir, "limited.ndjson");
    const troubles: string[] = [];
    const recorder = openRecorder({ file, names: false, state: first(), onTrouble: (text) => troubles.push(text), mostBytes: 1_048_576 });
    if ("failed" in recorder) throw new Error(recorder.failed);
    for (const event of [...played("stuck-session"), ...played("stuck-session"), ...played("stuck-session")]) recorder.tap(event);
    recorder.close();
    expect(troubles).toEqual([`the recording ended: ${file} has reached 1 MB`]);
    expect(statSync(file).size).toBeLessThan(2_000_000);
  });

  test("that was cut off in the middle of a line is played up to it", () => {
    const { file, tape } = recorded(played("calm"));
    truncateSync(file, statSync(file).size - 20);
    const opened = openTape(file);
    expect(opened.kind === "opened" && opened.tape.length).toBe(tape.length - 1);
  });

  test.each([
    ["", "it is not a recording of gatetop"],
    ["{}\n", "it is not a recording of gatetop"],
    ['{"schema":"gatetop-recording/2"}\n', "it was written by a newer gatetop (gatetop-recording/2)"],
    ['{"schema":"gatetop-recording/1"}\n', "its first line does not say when it began"],
    ['{"schema":"gatetop-recording/1","at":1}\n', "nothing was recorded in it"],
  ])("that is %j cannot be played", (text, why) => {
    const file = join(dir, "unfit.ndjson");
    writeFileSync(file, text);
    expect(openTape(file)).toEqual({ kind: "failed", sentence: `${file} cannot be replayed: ${why}` });
  });

  test("that is not there cannot be played", () => {
    expect(openTape(join(dir, "none"))).toMatchObject({ kind: "failed", sentence: expect.stringContaining("it does not exist") });
  });

  test("written by somebody else puts nothing on the terminal", () => {
    const file = join(dir, "hostile.ndjson");
    const note = JSON.stringify({ at: START, type: "note", text: "a\u001b]0;owned\u0007b\u202ec", tone: "plain" });
    const lines = [
      '{"schema":"gatetop-recording/1","at":1}',
      note,
      `{"at":${START},"type":"sampled","source":"sessions","value":7}`,
      `{"at":${START},"type":"nonsense"}`,
      "",
    ];
    writeFileSync(file, lines.join("\n"));
    const opened = openTape(file);
    if (opened.kind === "failed") throw new Error(opened.sentence);
    const player = createPlayer({ tape: opened.tape, first: first(), update, speed: 1, paused: true, clock: handClock().clock });
    player.toEnd();
    expect(player.store.get().note?.text).toBe("abc");
  });
});

/** A clock that a test turns. */
function handClock(): { readonly clock: PlayerClock; readonly turn: (ms: number) => void } {
  let now = 0;
  let due: { readonly at: number; readonly run: () => void } | null = null;
  return {
    clock: {
      now: () => now,
      set: (run, ms) => (due = { at: now + ms, run }),
      clear: () => {
        due = null;
      },
    },
    turn: (ms) => {
      for (const until = now + ms; due !== null && due.at <= until;) {
        now = due.at;
        const { run } = due;
        due = null;
        run();
      }
    },
  };
}

describe("the player", () => {
  const { tape } = recorded(played("channel-down"));
  const opened = (speed = 1, paused = false): { readonly player: Player; readonly turn: (ms: number) => void } => {
    const { clock, turn } = handClock();
    const player = createPlayer({ tape, first: first(), update, speed, paused, clock });
    player.start();
    return { player, turn };
  };
  const atMs = (player: Player): number => player.store.get().now - START;

  test.each([
    [1, 10_000, 10_000],
    [10, 10_000, 100_000],
    [0.5, 10_000, 5_000],
    [1_000, 200, 200_000],
  ])("at %s times the speed, after %s ms", (speed, ms, then) => {
    const { player, turn } = opened(speed);
    turn(ms);
    expect(Math.abs(atMs(player) - then)).toBeLessThanOrEqual(1_000 + speed * 100);
  });

  test("paused stands still, and goes on", () => {
    const { player, turn } = opened();
    turn(5_000);
    player.toggle();
    const stood = atMs(player);
    turn(60_000);
    expect(atMs(player)).toBe(stood);
    expect(player.store.get().replay).toMatchObject({ paused: true, speed: 1 });
    player.toggle();
    turn(3_000);
    expect(atMs(player)).toBeGreaterThan(stood + 1_000);
  });

  test("a step on is a second, a step back the same second again", () => {
    const { player } = opened(1, true);
    const steps = 66;
    const drawnAt = (step: number): boolean => step % 11 === 0;
    const frames = new Map<number, string>();
    for (let step = 0; step < steps; step += 1) {
      if (drawnAt(step)) frames.set(step, frameOf(player.store.get(), "120x36", "overview"));
      player.step(1);
    }
    // The first step is over what was known when it began.
    expect(atMs(player)).toBe((steps - 1) * 1_000);
    for (let step = steps - 1; step >= 0; step -= 1) {
      player.step(-1);
      if (drawnAt(step)) expect(frameOf(player.store.get(), "120x36", "overview")).toBe(frames.get(step));
    }
    expect(atMs(player)).toBe(0);
    player.step(-1);
    expect(atMs(player)).toBe(0);
  });

  test("back keeps the board a person is on", () => {
    const { player } = opened(1, true);
    for (let i = 0; i < 5; i += 1) player.step(1);
    player.store.send({ type: "acted", at: Date.now(), action: "channels-board" });
    player.step(-1);
    expect(player.store.get().view.board).toBe("channels");
    expect(atMs(player)).toBe(3_000);
  });

  test("faster and slower have an end", () => {
    const { player } = opened(1, true);
    for (let i = 0; i < 20; i += 1) player.faster();
    expect(player.store.get().replay?.speed).toBe(1_000);
    for (let i = 0; i < 40; i += 1) player.slower();
    expect(player.store.get().replay?.speed).toBe(0.1);
  });

  test("at the end it is paused, and can be stepped back", () => {
    const { player, turn } = opened(1_000);
    turn(5_000);
    expect(player.store.get().replay?.paused).toBe(true);
    const end = atMs(player);
    player.step(-1);
    expect(atMs(player)).toBeLessThan(end);
  });

  test.each(["restart", "channel", "abort", "ack", "maintenance", "refresh", "live-probe"] as const)(
    "%s changes nothing and says why",
    (action) => {
      const { player } = opened(1, true);
      player.store.send({ type: "acted", at: Date.now(), action });
      expect(player.store.get().note?.text).toMatch(/^this is a replay/u);
      expect(player.store.get().view.overlay.kind).toBe("none");
      expect(atMs(player)).toBe(0);
    },
  );

  test.each(["120x36", "80x24"])("the last line has the keys of a replay, and none that cannot act, at %s", (size) => {
    const { player } = opened(10, true);
    const last = (): string => frameOf(player.store.get(), size, "overview").split("\n").at(-1) ?? "";
    expect(last()).toContain(" space go on  right step  left step back  + faster  - slower ");
    expect(last()).not.toContain("R restart");
    player.toggle();
    expect(last()).toContain(" space pause ");
  });

  test.each(["logs", "usage", "audit"] as const)(
    "what nobody looked at when %s was not open was not recorded, and is not being asked for",
    (board) => {
      const closed = new Set<string>(["usage", "quotas", "activity"]);
      const seldom = recorded(played("channel-down").filter((event) => event.type !== "sampled" || !closed.has(event.source)));
      const player = createPlayer({ tape: seldom.tape, first: first(), update, speed: 1, paused: true, clock: handClock().clock });
      player.start();
      expect(frameOf(player.store.get(), "120x36", board)).not.toContain("nobody looked");
      for (let i = 0; i < 3; i += 1) player.step(1);
      const text = frameOf(player.store.get(), "120x36", board);
      expect(text).toContain("– not recorded up to here: nobody looked at it");
      expect(text).not.toMatch(/ asking /u);
    },
  );

  test("the first line says that it is a replay", () => {
    const { player } = opened(10, true);
    expect(frameOf(player.store.get(), "120x36", "overview").split("\n")[0]).toContain("▷ replay 10× paused");
  });
});

test("real names still lose what looks like a secret", () => {
  const event = scrubbedEvent({ type: "note", at: START, text: "token=abcdef123", tone: "plain" }, realNames);
  expect(event).toMatchObject({ text: "token=[hidden]" });
});
