// The one subscription to the state and the one ear for keys.
import { useApp, useInput, usePaste, useStdin, type SuspendTerminal } from "ink";
import { useEffect, useSyncExternalStore } from "react";
import type { Gate } from "./gate.ts";
import { keyNames } from "./keys.ts";
import { Screen } from "./screen.tsx";
import type { Seen } from "./seen.ts";
import type { Look } from "./theme.ts";

export type AppProps = {
  readonly gate: Gate;
  readonly look: Look;
  /** One key press, by its name. Many may come at once, and what the second means may depend on the first. */
  readonly onKey: (key: string) => void;
  readonly onPaste: (text: string) => void;
  /** Is told which rows are drawn where. */
  readonly seen: Seen;
  /** Ink lends the terminal only from inside the tree. */
  readonly lend: (suspendTerminal: SuspendTerminal) => void;
};

export function App({ gate, look, onKey, onPaste, seen, lend }: AppProps) {
  const state = useSyncExternalStore(gate.subscribe, gate.get);
  const { suspendTerminal } = useApp();
  const { isRawModeSupported } = useStdin();
  useEffect(() => lend(suspendTerminal), [lend, suspendTerminal]);
  useInput(
    (input, key) => {
      for (const name of keyNames(input, key)) onKey(name);
    },
    { isActive: isRawModeSupported },
  );
  // A pasted text is not a row of key presses: what is in it must not act.
  usePaste(onPaste, { isActive: isRawModeSupported });
  const { columns, rows } = state.view;
  return <Screen state={state} look={look} columns={columns} rows={rows} seen={state.view.mouse ? seen : null} />;
}
