// Lines to a reader that may be slow: while it does not read, of each subject the newest is kept, and what was left out is counted.
export type Outlet = {
  /** False: it holds back what it is given from now on, until it calls `onDrain`. */
  readonly write: (text: string) => boolean;
  readonly onDrain: (run: () => void) => void;
};

export type Lines = {
  /** `subject`: a later line of the same one says it all. */
  readonly tell: (subject: string, value: Readonly<Record<string, unknown>>) => void;
};

const HELD_MOST = 1_000;

export function createLines({ write, onDrain }: Outlet, now: () => number): Lines {
  const held = new Map<string, string>();
  let blocked = false;
  let dropped = 0;

  function send(line: string): void {
    if (write(line)) return;
    blocked = true;
    onDrain(drained);
  }

  function drained(): void {
    blocked = false;
    if (dropped > 0) send(lineOf({ type: "dropped", at: now(), dropped }));
    dropped = 0;
    for (const [subject, line] of Array.from(held)) {
      if (blocked) return;
      held.delete(subject);
      send(line);
    }
  }

  function hold(subject: string, line: string): void {
    const [oldest] = held.keys();
    const crowded = held.size >= HELD_MOST && !held.has(subject) && oldest !== undefined;
    if (held.delete(subject) || (crowded && held.delete(oldest))) dropped += 1;
    held.set(subject, line);
  }

  return {
    tell: (subject, value) => {
      const line = lineOf(value);
      if (blocked) hold(subject, line);
      else send(line);
    },
  };
}

const lineOf = (value: Readonly<Record<string, unknown>>): string => `${JSON.stringify({ schema: "gatetop-watch/1", ...value })}\n`;
