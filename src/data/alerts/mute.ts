// What a person said about problems: seen it, not now, or that the gateway is being worked on. Kept on disk, shared by every gatetop
// of this user and by the guard; ends by itself.

/**
 * `ack`: ends with the problem. `snooze`: until a time, or until the problem is gone. `maintenance`: every problem, until a time.
 * A muted problem stays in the list and in --json; it rings no bell and does not make the verdict.
 */
export type Mute = {
  /** 6 hex. */
  readonly id: string;
  readonly kind: "ack" | "snooze" | "maintenance";
  /** Alert key `id/subject`; null: all (maintenance only). */
  readonly key: string | null;
  /** Epoch ms. */
  readonly since: number;
  /** Epoch ms; null: until the problem was gone. Never null for maintenance. */
  readonly until: number | null;
  /** Login name, as in the journal. */
  readonly by: string;
  /** What was typed, harmless, at most 200 characters; null: nothing (never for maintenance). */
  readonly reason: string | null;
};

/** What a key asks for; whoever keeps the file makes a `Mute` of it. `lift` takes the mute of that key (null: the window) back. */
export type MuteRequest =
  | { readonly ask: "ack"; readonly key: string }
  | { readonly ask: "snooze"; readonly key: string; readonly forMs: number | null }
  | { readonly ask: "maintenance"; readonly forMs: number; readonly reason: string }
  | { readonly ask: "lift"; readonly key: string | null };

/**
 * `$XDG_STATE_HOME/gatetop/mutes.json`, 0600, written whole (temporary file, rename) under the writers' lock. Targets by their URL
 * without credentials. Entries of a schema or kind not known here are kept as they are.
 */
export type MuteFile = { readonly schema: "gatetop-mutes/1"; readonly targets: Readonly<Record<string, readonly Mute[]>> };
