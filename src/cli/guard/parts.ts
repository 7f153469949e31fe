// The guard put together for a real gateway.
import os from "node:os";
import type { Clock } from "../../data/action/ports.ts";
import { muteTarget } from "../../data/alerts/mute-file.ts";
import type { OwnConfig } from "../../data/config/own-config.ts";
import { OWN_SESSIONS } from "../../data/gateway/link-options.ts";
import { systemTimers } from "../../data/gateway/timers.ts";
import type { GuardPlace } from "../../data/guard/input.ts";
import { carefulMemory, freshMemory, type GuardMemory } from "../../data/guard/memory.ts";
import type { Tells } from "../../data/guard/ports.ts";
import type { GuardSettings } from "../../data/guard/settings.ts";
import { fromState } from "../../data/guard/state.ts";
import { harmless } from "../../data/harmless.ts";
import type { Target } from "../../data/target.ts";
import { startTicksOf } from "../../actions/start-ticks.ts";
import type { Event } from "../../data/events.ts";
import { readBoots } from "../../probes/evidence/boot-table.ts";
import { createSupervisorLook } from "../../probes/evidence/supervisor.ts";
import { createEyes, type LinkRung } from "../../probes/guard/eyes.ts";
import { readMemoryMax } from "../../probes/local/process.ts";
import { createWorld } from "../../probes/world.ts";
import { logEvent } from "../log.ts";
import { openMutes } from "../mutes/open-mutes.ts";
import type { Opened } from "../opened.ts";
import type { TappedLink } from "../tapped-link.ts";
import { version } from "../version.ts";
import { createChores } from "./chores/chores.ts";
import { createCircumstances } from "./circumstances.ts";
import { createConfigCopies } from "./config-copies.ts";
import type { GuardParts } from "./guard-parts.ts";
import { lateRepairs } from "./late-repairs.ts";
import type { Lines } from "./lines.ts";
import { noRung, noTappedLink } from "./no-link.ts";
import { openShelf } from "./shelf.ts";
import type { GuardFiles } from "./target-key.ts";
import { createTells } from "./tells.ts";
import { watchLink } from "./watching-link.ts";

export type OpenGuard = {
  readonly opened: Opened;
  readonly files: GuardFiles;
  /** gatetop's state directory. */
  readonly state: string;
  /** Why nothing may be changed from here, as it is now; null: it may. */
  readonly readonly: () => string | null;
  /** As they are now: the same object until they are others. */
  readonly settings: () => GuardSettings;
  readonly alerts: () => OwnConfig["alerts"];
  /** A credential was found, or none is needed. */
  readonly connects: boolean;
  readonly lines: Lines;
};

export type OpenedGuard = {
  readonly parts: GuardParts;
  /** With what the guard before this one knew. */
  readonly memory: GuardMemory;
  /** The settings are others: who is told may be, too. */
  readonly renewed: () => void;
  /** What was told is given so long to arrive. */
  readonly close: (withinMs: number) => Promise<void>;
};

/** What was told under the settings before may still be on its way. */
const DRAIN_MS = 60_000;

const clock: Clock = { now: Date.now, monotonicMs: systemTimers.monotonicMs, set: systemTimers.set, clear: systemTimers.clear };

function placeOf({ url, host, port, profile, local }: Target): GuardPlace {
  const address = `${host}:${port}`;
  const gateway = harmless(profile === null ? address : `${profile} (${address})`);
  return { host: harmless(os.hostname()), gateway, target: muteTarget(url), remote: !local };
}

type Linked = { readonly link: TappedLink; readonly rung: LinkRung };

async function linked({ opened, connects, lines }: OpenGuard): Promise<Linked> {
  if (!connects && opened.credentials().deviceToken === undefined) return { link: noTappedLink, rung: noRung };
  const { createTappedLink } = await import("../tapped-link.ts");
  const link = createTappedLink({ ...opened.link, caps: [OWN_SESSIONS] }, (event) => logEvent(opened.log, event));
  const say = (sentence: string): void => lines.say("warning", sentence);
  return { link, rung: watchLink({ link, timers: systemTimers, now: Date.now, say }) };
}

function memoryFrom(shelf: ReturnType<typeof openShelf>, settings: GuardSettings, lines: Lines): GuardMemory {
  const { file, trouble } = shelf.read();
  if (trouble !== null) lines.say("warning", trouble);
  const now = { at: clock.now(), monotonicMs: clock.monotonicMs() };
  if (file !== null) return fromState(file, now, settings);
  return trouble === null ? freshMemory(now) : carefulMemory(now);
}

export async function openGuard(given: OpenGuard): Promise<OpenedGuard> {
  const { opened, files, state, readonly, settings, alerts, lines } = given;
  const { target, log } = opened;
  const { link, rung } = await linked(given);
  const world = createWorld({ request: link.tap.request, methods: link.methods });
  const supervisor = createSupervisorLook(world, target);
  const trouble = (sentence: string): void => {
    log.write("warn", "guard", { sentence });
    lines.say("warning", sentence);
  };
  const repairs = lateRepairs(async (now) => {
    const { openRepairs } = await import("./open-repairs.ts");
    const send = (event: Event): void => logEvent(log, event);
    return openRepairs({ opened, link, readonly: readonly(), settings: now, send, onTrouble: trouble, supervisor });
  }, settings);
  const openTells = () => createTells({ to: settings().tell, env: process.env, timers: systemTimers, print: lines.tell, said: trouble });
  let tells = openTells();
  const leaving = new Set<Tells>();
  const copies =
    target.configPath === null
      ? null
      : createConfigCopies({ state, configPath: target.configPath, most: () => settings().configCopies, now: Date.now });
  const shelf = openShelf(files, Date.now);
  const parts: GuardParts = {
    eyes: createEyes({
      world,
      target,
      monotonicMs: clock.monotonicMs,
      intervalMs: () => settings().intervalMs,
      link: rung,
      supervisor,
    }),
    repairs,
    shelf,
    circumstances: createCircumstances({
      mutes: openMutes(opened),
      stateDir: target.stateDir,
      rearmFile: files.rearm,
      settings,
      othersUnderWay: repairs.othersUnderWay,
      boots: () => readBoots(world, target),
      memoryLimit: async (pid) => (await readMemoryMax(world, pid))?.bytes ?? null,
      say: trouble,
    }),
    chores: createChores({
      target,
      copies,
      alerts,
      cleanLogs: () => settings().cleanLogs && settings().act,
      ask: link === noTappedLink ? null : link.tap.request,
      uid: world.uid,
      now: Date.now,
    }),
    suspect: () => copies?.suspect() ?? null,
    tell: (tell) => {
      log.write("info", "tell", { what: tell.what, edge: tell.edge, sentence: tell.sentence });
      tells.tell(tell);
    },
    saw: lines.saw,
    clock,
    place: placeOf(target),
    settings,
    guard: { pid: process.pid, startTicks: startTicksOf(process.pid), version, since: Date.now() },
  };
  const memory = memoryFrom(shelf, settings(), lines);
  return {
    parts,
    memory,
    renewed: () => {
      const before = tells;
      leaving.add(before);
      void before.drain(DRAIN_MS).then(() => leaving.delete(before));
      tells = openTells();
    },
    close: async (withinMs) => {
      parts.eyes.close();
      await Promise.all([tells, ...leaving].map((one) => one.drain(withinMs)));
    },
  };
}
