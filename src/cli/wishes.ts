// Carries out what keys and commands ask of the outside. Loaded with the late boards: none of it is needed for the first frame.
import os from "node:os";
import type { ActionId } from "../data/actions.ts";
import type { Wish } from "../data/command/command-line.ts";
import type { State } from "../data/state.ts";
import type { Press } from "../data/view-press.ts";
import { askingOf } from "../data/wishes.ts";
import type { CellDiff } from "../ui/cell-diff.ts";
import type { Live } from "./live.ts";
import { createAuditDesk } from "./audit/audit-desk.ts";
import { watchGuardFile } from "./guard/watch-guard.ts";
import { ownJournal } from "./audit/journal-file.ts";
import { createLogDesk } from "./logs/log-desk.ts";
import { createLogSearch } from "./logs/log-search.ts";
import type { Opened } from "./opened.ts";
import type { Recording } from "./record/recording.ts";
import { ownPaths } from "./own-paths.ts";
import { openCommandHistory } from "./wish/command-history.ts";
import { createCopy } from "./wish/copy.ts";
import { createRecord } from "./wish/record.ts";
import { createReport } from "./wish/report.ts";
import type { Say } from "./wish/say.ts";
import { createTarget } from "./wish/target.ts";

export type WishesOptions = {
  readonly opened: Pick<Opened, "secrets" | "demo">;
  readonly live: Pick<Live, "store" | "send">;
  /** Who asks the gateway for its log; null: nothing is asked or read. */
  readonly link: Live["link"] | null;
  /** Null: what is looked at is a recording itself. */
  readonly recording: Recording | null;
  /** Recordings and reports keep the names of accounts, sessions and hosts. */
  readonly names: boolean;
  readonly stdout: Pick<CellDiff, "call">;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** An action that a command names, done as by its key. */
  readonly onAction: (action: ActionId) => void;
  /** Another gateway is to be shown. */
  readonly onTarget: (url: string) => void;
  readonly onCrash: (error: unknown) => void;
};

export type Wishes = {
  /** After a press has acted on the state. */
  readonly after: (before: State, press: Press) => void;
  readonly stop: () => void;
};

const stateDir = (env: WishesOptions["env"]): string => ownPaths(env, os.homedir()).state;

/** A row a wish. What it cannot do it says. */
type Carriers = { readonly [W in Wish["wish"]]: (wish: Extract<Wish, { wish: W }>) => void | Promise<void> };

export function createWishes({ opened, live, link, recording, names, stdout, env, onAction, onTarget, onCrash }: WishesOptions): Wishes {
  const secrets = (): Iterable<string> => opened.secrets;
  const say: Say = (text, tone = "plain") => live.send({ type: "note", at: Date.now(), text, tone });
  const history = openCommandHistory({ dir: opened.demo === null ? stateDir(env) : null, secrets });
  const tellHistory = (): void => live.send({ type: "commands", lines: history.lines() });
  const logs =
    link === null
      ? null
      : createLogDesk({
          store: live.store,
          send: live.send,
          link: { request: link.tap.request, methods: link.methods },
          secrets,
          onCrash,
        });
  const search = createLogSearch({ store: live.store, send: live.send, now: () => performance.now() });
  const audit =
    link === null ? null : createAuditDesk({ store: live.store, send: live.send, request: link.tap.request, demo: opened.demo !== null });
  const unwatchGuard =
    link === null || opened.demo !== null
      ? null
      : watchGuardFile({ state: stateDir(env), target: () => live.store.get().target, send: live.send, now: Date.now, every });
  const carriers: Carriers = {
    older: ({ of }) => (of === "log" ? logs?.older() : audit?.older()),
    "log-json": ({ line }) => logs?.json(line),
    save: ({ file }) => logs?.save(file),
    copy: createCopy({ stdout, env, secrets, say }),
    target: createTarget(onTarget, say),
    record: createRecord({ recording, store: live.store, dir: stateDir(env), say }),
    report: createReport({
      store: live.store,
      request: link?.tap.request ?? null,
      // A recording may be anybody's: what was done from here has nothing to do with it.
      journal: () => (link === null ? [] : ownJournal(opened.demo !== null).read().entries),
      secrets,
      dir: stateDir(env),
      names,
      env,
      stdout,
      say,
    }),
    remember: ({ line }) => {
      const trouble = history.keep(line);
      tellHistory();
      if (trouble !== null) say(trouble, "warn");
    },
  };

  async function carry(wish: Wish): Promise<void> {
    await (carriers[wish.wish] as (wish: Wish) => void | Promise<void>)(wish);
  }

  tellHistory();
  return {
    after: (before, press) => {
      const { wishes, action } = askingOf(before, live.store.get(), press);
      for (const wish of wishes) carry(wish).catch(onCrash);
      if (action !== null) onAction(action);
    },
    stop: () => {
      unwatchGuard?.();
      audit?.stop();
      search.stop();
      logs?.stop().catch(onCrash);
    },
  };
}

function every(ms: number, look: () => void): () => void {
  const timer = setInterval(look, ms);
  return () => clearInterval(timer);
}
