// Whoever acts, put together: nothing of it is loaded before somebody wants to change something.
import { randomBytes } from "node:crypto";
import os from "node:os";
import path from "node:path";
import type { ActedBy } from "../../data/action/journal.ts";
import type { Actor, Clock, Journal, Witness } from "../../data/action/ports.ts";
import type { Preview } from "../../data/action/request.ts";
import type { Event } from "../../data/events.ts";
import { systemTimers } from "../../data/gateway/timers.ts";
import { createActor } from "../../actions/actor.ts";
import { createHands } from "../../actions/hands/create-hands.ts";
import type { Argv } from "../../actions/hands/run-gateway.ts";
import { openJournal } from "../../actions/journal/open-journal.ts";
import { thisOperator } from "../../actions/journal/operator.ts";
import { createRestartPreview, type RestartRequest } from "../../actions/run/preview.ts";
import { createQuickFacts } from "../../actions/run/quick-facts.ts";
import { createOpenWriter } from "../../actions/writer/open-writer.ts";
import type { SupervisorLook } from "../../probes/evidence/supervisor.ts";
import { createWitness } from "../../probes/evidence/witness.ts";
import { watch } from "../../probes/watch/watch.ts";
import { createWorld } from "../../probes/world.ts";
import { causeOf } from "../file-errors.ts";
import type { Opened } from "../opened.ts";
import { ownPaths } from "../own-paths.ts";
import { ensurePrivateDir } from "../private-files.ts";
import type { TappedLink } from "../tapped-link.ts";
import { version } from "../version.ts";
import { memoryJournal } from "./memory-journal.ts";

export type ActorOptions = {
  readonly opened: Opened;
  readonly link: Pick<TappedLink, "tap" | "methods">;
  readonly readonly: string | null;
  readonly by: ActedBy;
  readonly send: (event: Event) => void;
  /** A sentence the person should read: what could not be kept. */
  readonly onTrouble: (sentence: string) => void;
  /** How a gateway that nobody supervises is started; nobody but a guard is told. */
  readonly start?: Argv | null;
  /** A guard's eyes have looked while the gateway ran. */
  readonly supervisor?: SupervisorLook;
};

const clock: Clock = { now: Date.now, monotonicMs: systemTimers.monotonicMs, set: systemTimers.set, clear: systemTimers.clear };

export type OpenedActor = {
  readonly actor: Actor;
  /** Without asking the gateway anything: for whoever reads no preview. */
  readonly quickPreview: (request: RestartRequest) => Promise<Preview>;
  readonly witness: Witness;
  readonly journal: Journal;
  /** Every line so far is on the disk, and there is at least one. */
  readonly journalKept: () => boolean;
};

export function openActor({ opened, link, readonly, by, send, onTrouble, start = null, supervisor }: ActorOptions): OpenedActor {
  const { target, demo, identities, keepDeviceToken } = opened;
  const world = createWorld({ request: link.tap.request, methods: link.methods });
  const witness = demo?.witness ?? createWitness({ world, target, link: link.tap, supervisor });
  const journal = counted(demo === null ? journalOf(opened) : memoryJournal);
  const log = path.join(ownPaths(process.env, os.homedir()).state, "gateway-start.log");
  const hands = demo?.hands ?? createHands({ witness, start: start === null ? null : { argv: start, log } });
  const actor = createActor({
    target,
    witness,
    watch,
    link: link.tap,
    openWriter: createOpenWriter({
      target,
      credentials: opened.credentials,
      identity: opened.link.identity,
      instanceId: identities.instanceId,
      version,
      keepDeviceToken: (token) => {
        const trouble = keepDeviceToken(token);
        if (trouble !== null) onTrouble(trouble);
      },
    }),
    hands,
    journal: journal.journal,
    clock,
    randomHex: (digits) =>
      randomBytes(Math.ceil(digits / 2))
        .toString("hex")
        .slice(0, digits),
    send,
    readonly,
    operator: thisOperator(),
    by,
  });
  const quickPreview = createRestartPreview({
    facts: createQuickFacts({ target, witness, link: link.tap, clock, hands }),
    recorder: { othersOpen: () => [] },
    readonly,
    clock,
  });
  return { actor, quickPreview, witness, journal: journal.journal, journalKept: () => demo === null && journal.kept() };
}

const journalOf = ({ secrets }: Opened): Journal =>
  openJournal({ dir: ownPaths(process.env, os.homedir()).state, ensureDir: ensurePrivateDir, causeOf, secrets: () => secrets });

function counted({ append, read }: Journal): { readonly journal: Journal; readonly kept: () => boolean } {
  let lines = 0;
  let lost = 0;
  const counting: Journal = {
    append: (entry) => {
      const trouble = append(entry);
      if (trouble === null) lines += 1;
      else lost += 1;
      return trouble;
    },
    read,
  };
  return { journal: counting, kept: () => lines > 0 && lost === 0 };
}
