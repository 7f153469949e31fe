// A filter over a log too long to be looked at between two keys.
import { expect, test } from "vitest";
import { createLogSearch } from "../../../src/cli/logs/log-search.ts";
import { rowsOf } from "../../../src/data/logs/view-logs.ts";
import { createStore } from "../../../src/data/store.ts";
import { update } from "../../../src/data/update.ts";
import { numbered } from "../../data/logs/log-lines.ts";
import { pressed } from "../../support/press.ts";
import { clock, scene, START, well } from "../../support/scene.ts";
import { log, NOW } from "../../ui/late/log-moments.ts";

const LINES = 20_000;
const typed = pressed(scene(...well(START), clock(NOW), log(0, numbered(0, LINES))), "4", "/", ...Array.from("line \\d*7$"), "enter").state;

test("all of it is looked at in the end, and other work comes in between", async () => {
  expect(rowsOf(typed).unseen).toBeGreaterThan(LINES - 1_025);
  const store = createStore(typed, update);
  let between = 0;
  const count = (): void => {
    between += 1;
    if (rowsOf(store.get()).unseen > 0) setImmediate(count);
  };
  let ms = 0;
  const search = createLogSearch({ store, send: store.send, now: () => (ms += 1) });
  setImmediate(count);
  await new Promise<void>((resolve) => {
    store.subscribe(() => {
      if (rowsOf(store.get()).unseen === 0) resolve();
    });
  });
  search.stop();
  expect(rowsOf(store.get()).matched).toBe(LINES / 10);
  expect(between).toBeGreaterThan(50);
});

test("nothing is looked at for another board, nor after it was stopped", () => {
  const store = createStore(pressed(typed, "1").state, update);
  const search = createLogSearch({ store, send: () => expect.fail("it looked"), now: () => 0 });
  search.stop();
  store.send(clock(NOW + 1_000));
  expect(store.get().view.board).toBe("overview");
});
