// Keys that come before what they need is loaded: none is lost, none overtakes another.
import { expect, test } from "vitest";
import { createStore } from "../../src/data/store.ts";
import { update } from "../../src/data/update.ts";
import { createPresses } from "../../src/ui/press.ts";
import { scene, well } from "../support/scene.ts";

function rig() {
  const store = createStore(scene(...well()), update);
  const acted: string[] = [];
  let loaded: () => void = () => {};
  let loading: Promise<void> | null = null;
  let there = false;
  const presses = createPresses({
    store,
    onAction: (action) => {
      acted.push(action);
      store.send({ type: "acted", at: store.get().now, action });
    },
    onTyped: (key) => {
      acted.push(`typed ${key}`);
      store.send({ type: "typed", at: store.get().now, key });
    },
    awaits: (press) => {
      if (there || press.kind !== "action" || press.action !== "logs-board") return null;
      loading ??= new Promise((resolve) => {
        loaded = () => {
          there = true;
          resolve();
        };
      });
      return loading;
    },
  });
  return { store, acted, presses, load: () => loaded(), loading: () => loading };
}

test("a key that waits holds back those behind it, a paste and a click among them", async () => {
  const { presses, acted, load, loading } = rig();
  for (const key of ["j", "4", "3", "/"]) presses.key(key);
  presses.paste("ab");
  presses.inTurn(() => void acted.push("click"));
  presses.key("enter");
  expect(acted).toEqual(["down"]);
  load();
  await loading();
  await new Promise(setImmediate);
  // What a later key means depends on the earlier: the paste went into the filter that / opened.
  expect(acted).toEqual(["down", "logs-board", "sessions-board", "filter", "typed a", "typed b", "click", "typed enter"]);
});

test("when it is there nothing waits", async () => {
  const { presses, acted, load, loading } = rig();
  presses.key("4");
  load();
  await loading();
  await new Promise(setImmediate);
  presses.key("4");
  presses.key("j");
  expect(acted).toEqual(["logs-board", "logs-board", "down"]);
});
