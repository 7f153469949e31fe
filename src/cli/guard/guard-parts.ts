// What the guard is put together from; a test plays any of it.
import type { Clock } from "../../data/action/ports.ts";
import type { GuardPlace } from "../../data/guard/input.ts";
import type { GuardMemory } from "../../data/guard/memory.ts";
import type { Eyes } from "../../data/guard/ports.ts";
import type { GuardSettings } from "../../data/guard/settings.ts";
import type { Sight } from "../../data/guard/sight.ts";
import type { GuardFile } from "../../data/guard/state-file.ts";
import type { Tell } from "../../data/guard/tell.ts";
import type { Chores } from "./chores/chores.ts";
import type { Circumstances } from "./circumstances.ts";
import type { LateRepairs } from "./late-repairs.ts";
import type { Shelf } from "./shelf.ts";

export type GuardParts = {
  readonly eyes: Eyes;
  readonly repairs: LateRepairs;
  readonly shelf: Shelf;
  readonly circumstances: (sight: Sight) => Promise<Circumstances>;
  readonly chores: Chores;
  /** What is wrong with the gateway's config, when it does not start. */
  readonly suspect: () => string | null;
  readonly tell: (tell: Tell) => void;
  /** After each step: for whoever looks on. */
  readonly saw: (before: GuardMemory, after: GuardMemory) => void;
  readonly clock: Clock;
  readonly place: GuardPlace;
  /** As they are now: the same object until they are others. */
  readonly settings: () => GuardSettings;
  /** Which process this guard is. */
  readonly guard: GuardFile["guard"];
};
