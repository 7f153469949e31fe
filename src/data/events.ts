// Every fact that can enter. Events can be recorded and replayed, so they hold no tokens and no message text.
import type { ActionProgress } from "./action/outcome.ts";
import type { Preview } from "./action/request.ts";
import type { Mute } from "./alerts/mute.ts";
import type { AlertSettings } from "./alerts/settings.ts";
import type { LateEvent } from "./late/late-event.ts";
import type { LiveProbe } from "./channels/account-watch.ts";
import type { Announced, LinkState } from "./link-state.ts";
import type { GatewayHealth, PresenceEntry } from "./model/gateway.ts";
import type { UpdateAvailable } from "./model/upkeep.ts";
import type { Session, Task } from "./model/sessions.ts";
import type { RestartRun } from "./restart/run.ts";
import type { Told } from "./restart/count.ts";
import type { Source, Values } from "./snapshot.ts";
import type { Target } from "./target.ts";

/** What the gateway pushed, decoded. `other` keeps the name and size only: it is counted, not kept. */
export type Push =
  | { readonly push: "session"; readonly session: Session; readonly reason: string | null }
  | { readonly push: "session-removed"; readonly key: string }
  | { readonly push: "task"; readonly task: Task }
  | {
      readonly push: "progress";
      readonly sessionKey: string;
      readonly stream: string;
      readonly phase: string | null;
      readonly failed: boolean;
      /** A tool call that began or ended (stream `item`). */
      readonly tool?: { readonly id: string; readonly ended: boolean };
    }
  | { readonly push: "presence"; readonly entries: readonly PresenceEntry[] }
  | { readonly push: "health"; readonly health: GatewayHealth }
  | { readonly push: "shutdown"; readonly announced: Announced }
  | { readonly push: "suspension"; readonly phase: string }
  /** Null: no newer release is known any more. */
  | { readonly push: "update"; readonly update: UpdateAvailable | null }
  | { readonly push: "tick" }
  | { readonly push: "broken"; readonly name: string; readonly why: string }
  | { readonly push: "other"; readonly name: string };

/** K ties the value to the slot it lands in. */
export type Sampled = {
  [K in Source]: {
    readonly type: "sampled";
    readonly source: K;
    readonly at: number;
    readonly value: Values[K];
    readonly from: string;
    readonly tookMs: number | null;
  };
}[Source];

type ViewEvent =
  /** A click, or the wheel by so many rows (down is positive), over a panel; `key` null: not on a row. */
  | {
      readonly type: "pointed";
      readonly at: number;
      readonly panel: import("./state.ts").PanelId;
      readonly key: string | null;
      readonly wheel: number;
    }
  /** Where the player of a recording is; without a time of its own, so that it moves no clock. */
  | { readonly type: "replaying"; readonly replay: import("./recording/recording.ts").Replaying }
  /** What was typed after `:` before, as its file has it. */
  | { readonly type: "commands"; readonly lines: readonly string[] }
  | { readonly type: "resized"; readonly columns: number; readonly rows: number }
  /** A character, `backspace` or `enter` for the word that is being typed. */
  | { readonly type: "typed"; readonly at: number; readonly key: string }
  | { readonly type: "acted"; readonly at: number; readonly action: import("./actions.ts").ActionId };

export type Event =
  | LateEvent
  | Sampled
  | { readonly type: "failed"; readonly source: Source; readonly at: number; readonly why: string }
  /** This gateway or host cannot answer it; not an error. */
  | { readonly type: "missing"; readonly source: Source; readonly at: number; readonly why: string }
  | { readonly type: "link"; readonly at: number; readonly link: LinkState }
  | { readonly type: "pushed"; readonly at: number; readonly pushes: readonly Push[] }
  /** Sequence numbers skipped: event-fed readings may be wrong until read again. */
  | { readonly type: "gap"; readonly at: number; readonly from: number; readonly to: number }
  /** Round trip of one RPC. */
  | { readonly type: "round-trip"; readonly at: number; readonly ms: number }
  /** The restart run as it is now; the driver folds observations, the state keeps the newest value. */
  | { readonly type: "run"; readonly at: number; readonly run: RestartRun }
  | { readonly type: "progress"; readonly at: number; readonly progress: ActionProgress }
  /** What was asked for is ready to be confirmed; `preview` null: it failed, and a note says why. */
  | { readonly type: "previewed"; readonly at: number; readonly preview: Preview | null }
  /** Restarts that the journal tells of, when gatetop starts: `restartsInJournal`. */
  | { readonly type: "journal"; readonly at: number; readonly restarts: readonly Told[] }
  /** The mutes of this target as its file has them now. */
  | { readonly type: "mutes"; readonly at: number; readonly mutes: readonly Mute[] }
  | { readonly type: "settings"; readonly at: number; readonly settings: AlertSettings }
  | { readonly type: "live-probe"; readonly at: number; readonly probe: LiveProbe }
  | { readonly type: "target"; readonly at: number; readonly target: Target }
  | { readonly type: "clock"; readonly at: number }
  | { readonly type: "note"; readonly at: number; readonly text: string; readonly tone: "plain" | "warn" | "bad" }
  | ViewEvent;
