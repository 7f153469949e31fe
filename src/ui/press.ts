// Keys, one after the other: what each means depends on what the one before it did. A key that needs what is still being loaded holds
// back those after it, so that none acts on a screen the person did not see.
import type { ActionId } from "../data/actions.ts";
import type { Store } from "../data/store.ts";
import { pastedKeys, pressOf, type Press } from "../data/view-press.ts";

export type PressOptions = {
  readonly store: Store;
  readonly onAction: (action: ActionId) => void;
  /** A letter, `backspace`, `enter` or another key of what is being typed. */
  readonly onTyped: (key: string) => void;
  /** What a press needs that is not there yet; null: it can act. */
  readonly awaits?: ((press: Press) => Promise<void> | null) | undefined;
};

export type Presses = {
  readonly key: (key: string) => void;
  readonly paste: (text: string) => void;
  /** Something else that comes between keys: when those before it have acted. */
  readonly inTurn: (step: () => void) => void;
};

export function createPresses({ store, onAction, onTyped, awaits }: PressOptions): Presses {
  const held: (() => void)[] = [];
  let waiting = false;

  function act(press: Press): void {
    if (press.kind === "action") onAction(press.action);
    else if (press.kind === "typed") onTyped(press.key);
    else store.send({ type: "note", at: store.get().now, text: `${press.key} is not a key here: ? shows them`, tone: "plain" });
  }

  function goOn(): void {
    waiting = false;
    for (let next = held.shift(); next !== undefined; next = held.shift()) {
      next();
      if (waiting) return;
    }
  }

  function pressed(key: string): void {
    const press = pressOf(store.get(), key);
    const loading = awaits?.(press) ?? null;
    if (loading === null) return act(press);
    waiting = true;
    void afterwards(loading, press);
  }

  async function afterwards(loading: Promise<void>, press: Press): Promise<void> {
    await loading;
    act(press);
    goOn();
  }

  const inTurn = (step: () => void): void => {
    if (waiting) held.push(step);
    else step();
  };

  return {
    inTurn,
    key: (key) => inTurn(() => pressed(key)),
    paste: (text) =>
      inTurn(() => {
        for (const key of pastedKeys(store.get(), text)) onTyped(key);
      }),
  };
}
