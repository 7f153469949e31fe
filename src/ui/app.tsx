// The one subscription to the state and the one ear for keys.
import { useApp, useInput, usePaste, useStdin, type SuspendTerminal } from "ink";
import { useEffect, useState, useSyncExternalStore } from "react";
import { drawn } from "../data/view.ts";
import type { Gate } from "./gate.ts";
import { keyNames } from "./keys.ts";
import { hitAt, type Hit } from "./hit.ts";
import { mouseOf, type MouseEvent } from "./mouse.ts";
import { layoutOf, Screen } from "./screen.tsx";
import type { Seen } from "./seen.ts";
import type { Look } from "./theme.ts";

export type AppProps = {
  readonly gate: Gate;
  readonly look: Look;
  /** One key press, by its name. Many may come at once, and what the second means may depend on the first. */
  readonly onKey: (key: string) => void;
  readonly onPaste: (text: string) => void;
  /** A click, or the wheel, over what was drawn last. */
  readonly onPoint: (hit: Hit, wheel: number) => void;
  /** Ink lends the terminal only from inside the tree. */
  readonly lend: (suspendTerminal: SuspendTerminal) => void;
};

export function App({ gate, look, onKey, onPaste, onPoint, lend }: AppProps) {
  const state = useSyncExternalStore(gate.subscribe, gate.get);
  const { suspendTerminal } = useApp();
  const { isRawModeSupported } = useStdin();
  useEffect(() => lend(suspendTerminal), [lend, suspendTerminal]);
  const [seen] = useState<Seen>(() => new Map());
  const point = (mouse: MouseEvent): void => {
    const shown = drawn(state);
    const hit = hitAt(shown, layoutOf(shown), seen, mouse);
    if (hit !== null) onPoint(hit, mouse.wheel);
  };
  useInput(
    (input, key) => {
      const mouse = mouseOf(input);
      if (mouse === null) for (const name of keyNames(input, key)) onKey(name);
      else if (mouse !== "ignored") point(mouse);
    },
    { isActive: isRawModeSupported },
  );
  // A pasted text is not a row of key presses: what is in it must not act.
  usePaste(onPaste, { isActive: isRawModeSupported });
  const { columns, rows } = state.view;
  return <Screen state={state} look={look} columns={columns} rows={rows} seen={state.view.mouse ? seen : null} />;
}
