// A gateway that lives on a virtual clock: it boots, drains, restarts inside its process or by its service manager, freezes and dies
// as the real one was measured to. What the guard sees of it are looks, what it does to it are the four repairs.
import type { RepairStep } from "../../src/data/guard/decision.ts";
import type { Due } from "../../src/data/guard/input.ts";
import type { Repaired } from "../../src/data/guard/ports.ts";
import type { PageSight, Sight } from "../../src/data/guard/sight.ts";
import { notAsked, running, supervised, T0, unsupervised } from "./guard-sight.ts";

export type World = {
  /** A service manager runs it. */
  readonly supervised: boolean;
  /** The guard has a link and hears what is announced. */
  readonly link: boolean;
  /** How long the guard waits for a page. */
  readonly pageMs: number;
};

/** `closedMs`: from its lock to its port; `silentMs`: from there to its first answer. */
type Boot = { readonly silentMs: number; readonly sameProcess: boolean; readonly closedMs?: number };
const BOOT: Boot = { silentMs: 1_500, sameProcess: false };
const GLANCE_MS = 30_000;

/** Longest time the guard's link keeps what it heard. */
const ANNOUNCED_MS = 135_000;

export class GuardDay {
  ms = 0;
  wallOffsetMs = 0;
  readonly #world: World;
  /** A person's script: it goes on, whatever becomes of the process. */
  readonly #scripted = new Set<() => void>();
  #timeline: { readonly ms: number; readonly run: () => void }[] = [];
  #process: { readonly pid: number; readonly startedMs: number } | null = null;
  #listening = false;
  #answering = false;
  #startup: "starting" | "started" | "draining" = "started";
  #servingMs = 0;
  #state = "S";
  #backlog = 0;
  #lock: "live" | "stale" | null = null;
  /** Epoch ms. */
  #lockedAt = 0;
  /** It loads, and is at it. */
  #loads = false;
  #active = "active";
  #sub = "running";
  #result = "success";
  #stopFails = false;
  #killFails = false;
  #announced: (NonNullable<Sight["announced"]> & { readonly ms: number }) | null = null;
  #glancedMs = -Infinity;
  #pid = 2_800;

  constructor(world: World) {
    this.#world = world;
    this.#boots({ ...BOOT, silentMs: 0 });
    this.ms += 60_000;
    this.#happen(this.ms);
  }

  after(ms: number, run: () => void): void {
    this.#timeline.push({ ms: this.ms + ms, run });
    this.#timeline.sort((a, b) => a.ms - b.ms);
  }

  /** Everything up to then, each at its time. */
  pass(ms: number): void {
    this.#happen(this.ms + ms);
  }

  #happen(until: number): void {
    for (let next = this.#timeline[0]; next !== undefined && next.ms <= until; next = this.#timeline[0]) {
      this.#timeline.shift();
      this.ms = Math.max(this.ms, next.ms);
      next.run();
    }
    this.ms = Math.max(this.ms, until);
  }

  get #now(): number {
    return T0 + this.ms + this.wallOffsetMs;
  }

  #announce(of: "restart" | "stop" | "suspension"): void {
    if (this.#world.link) this.#announced = { of, at: this.#now, ms: this.ms };
  }

  #boots({ silentMs, sameProcess, closedMs = 0 }: Boot): void {
    if (!sameProcess) this.#process = { pid: (this.#pid += 1), startedMs: this.ms };
    [this.#active, this.#sub, this.#result] = ["active", "running", "success"];
    this.#state = "S";
    this.#backlog = 0;
    this.#loads = true;
    this.after(sameProcess ? 340 : 1_000, () => {
      [this.#lock, this.#lockedAt] = ["live", this.#now];
      this.after(closedMs, () => {
        [this.#listening, this.#startup, this.#servingMs] = [true, "starting", this.ms];
        this.after(silentMs, () => {
          [this.#answering, this.#loads] = [true, false];
        });
        this.after(silentMs + 1_000, () => (this.#startup = "started"));
      });
    });
  }

  #ends(lock: "stale" | null): void {
    [this.#process, this.#listening, this.#answering, this.#lock] = [null, false, false, lock];
    this.#timeline = this.#timeline.filter(({ run }) => this.#scripted.has(run));
  }

  script(ms: number, run: () => void): void {
    this.#scripted.add(run);
    this.#timeline.push({ ms, run });
    this.#timeline.sort((a, b) => a.ms - b.ms);
  }

  // What ordinary days bring.

  /** RPC, SIGUSR2, update: without a service manager inside the process, with one by way of it. */
  restarts({ drainMs = 60, gapMs = 3_000, silentMs = 1_500, closedMs = 0 } = {}): void {
    this.#startup = "draining";
    this.after(drainMs, () => {
      this.#announce("restart");
      if (this.#world.supervised) return this.#comesBack("success", { silentMs, closedMs });
      [this.#listening, this.#answering, this.#lock] = [false, false, null];
      this.after(gapMs, () => this.#boots({ silentMs, closedMs, sameProcess: true }));
    });
  }

  #comesBack(result: string, boot: Omit<Boot, "sameProcess"> = BOOT): void {
    this.#ends(result === "success" ? null : "stale");
    if (this.#active === "inactive") return;
    [this.#active, this.#sub, this.#result] = ["activating", "auto-restart", result];
    this.after(5_000, () => this.#boots({ ...boot, sameProcess: false }));
  }

  /** systemctl restart: no pause before the start. */
  unitRestarts(stopMs: number): void {
    [this.#active, this.#sub, this.#startup] = ["deactivating", "stop-sigterm", "draining"];
    this.after(stopMs, () => {
      this.#announce("stop");
      this.#ends(null);
      [this.#active, this.#sub] = ["activating", "start"];
      this.after(100, () => this.#boots(BOOT));
    });
  }

  killed(): void {
    if (this.#world.supervised) this.#comesBack("signal");
    else this.#ends("stale");
  }

  stops(): void {
    this.#announce("stop");
    this.after(300, () => {
      this.#ends(null);
      [this.#active, this.#sub, this.#result] = ["inactive", "dead", "success"];
    });
  }

  starts(boot: Omit<Boot, "sameProcess"> = BOOT): void {
    this.#boots({ ...boot, sameProcess: false });
  }

  /** Whatever its boot does from now on, it takes no time of a core for it. */
  idles(): void {
    this.#loads = false;
  }

  suspends(): void {
    this.#announce("suspension");
    this.#startup = "draining";
    this.after(120_000, () => (this.#startup = "started"));
  }

  /** Its loop turns and comes to nothing else. */
  blocks(ms: number): void {
    [this.#answering, this.#state] = [false, "R"];
    this.after(ms, () => {
      [this.#answering, this.#state, this.#backlog] = [true, "S", 0];
    });
  }

  freezes(): void {
    [this.#answering, this.#state] = [false, "T"];
  }

  goesOn(): void {
    [this.#answering, this.#state, this.#backlog] = [true, "S", 0];
  }

  deafens(): void {
    [this.#listening, this.#answering] = [false, false];
  }

  /** It does not end at its service manager's word; nor by force, as a process that the kernel holds. */
  holdsOn({ stop, kill }: { readonly stop: boolean; readonly kill: boolean }): void {
    [this.#stopFails, this.#killFails] = [stop, kill];
  }

  hostSleeps(ms: number): void {
    this.wallOffsetMs += ms;
  }

  // What the guard does.

  /** Until it answers, or the wait is over. */
  #watched(waitMs: number, before: number | undefined): "proved" | "unproved" {
    const end = this.ms + waitMs;
    const boot = this.#servingMs;
    while (this.ms < end) {
      if (this.#answering && (this.#process?.pid !== before || this.#servingMs > boot)) return "proved";
      this.pass(100);
    }
    return "unproved";
  }

  readonly #steps: { readonly [S in RepairStep]: () => void } = {
    ask: () => {
      this.restarts();
    },
    service: () => {
      [this.#active, this.#sub] = ["deactivating", "stop-sigterm"];
      if (this.#stopFails) return;
      // systemd wakes what it tells to stop.
      this.after(400, () => {
        this.#ends(null);
        [this.#active, this.#sub] = ["activating", "start"];
        this.after(100, () => this.#boots(BOOT));
      });
    },
    "clean-up": () => {
      if (this.#killFails) return;
      this.#ends("stale");
      this.after(this.#world.supervised ? 5_000 : 1_000, () => this.#boots(BOOT));
    },
    start: () => {
      this.#boots(BOOT);
    },
  };

  repair({ step, waitMs }: Due): Repaired {
    const before = this.#process?.pid;
    this.#steps[step]();
    const outcome = this.#watched(waitMs, before);
    return { outcome, run: "3f9a2c", sentence: `${step}: ${outcome}`, unclean: step === "clean-up" && !this.#killFails };
  }

  // What the guard sees.

  look(thorough: boolean): Sight {
    const began = { at: this.#now, monotonicMs: this.ms };
    const page = this.#page();
    const closely = thorough || page.outcome !== "answered";
    const glances = closely || began.monotonicMs - this.#glancedMs >= GLANCE_MS;
    if (glances) this.#glancedMs = began.monotonicMs;
    const alive = this.#process !== null;
    const rpc = this.#world.link && (page.outcome === "answered" || (alive && this.#state === "S"));
    return {
      ...began,
      health: page,
      startup: glances && page.outcome === "answered" ? this.#startupPage() : notAsked,
      port: { outcome: closely ? (this.#listening ? "open" : "refused") : "not-asked", why: null },
      listener: closely ? this.#listener() : { who: "unknown", pid: null },
      process: glances ? { looked: true, value: this.#processSight() } : { looked: false, value: null },
      staleLock: closely && this.#lock !== null ? this.#lock === "stale" : null,
      lockedAt: closely && this.#lock === "live" ? this.#lockedAt : null,
      supervisor: closely ? this.#supervisor() : null,
      link: { phase: this.#world.link && alive ? "open" : "closed", rpcMs: rpc && glances ? 3 : null, rpcFailed: false },
      announced: this.#heard(),
    };
  }

  #heard(): Sight["announced"] {
    if (this.#announced === null) return null;
    const { of, at, ms } = this.#announced;
    return of === "stop" || this.ms - ms < ANNOUNCED_MS ? { of, at } : null;
  }

  #page(): PageSight {
    const end = this.ms + this.#world.pageMs;
    if (this.#listening && !this.#answering) this.#backlog += 1;
    while (this.#listening && !this.#answering && this.ms < end) this.pass(100);
    if (this.#answering) return { outcome: "answered", status: "live", ok: true, uptimeMs: null, ms: 2 };
    return this.#listening ? { ...notAsked, outcome: "silent" } : notAsked;
  }

  #startupPage(): PageSight {
    return { outcome: "answered", status: this.#startup, ok: this.#startup === "started", uptimeMs: this.ms - this.#servingMs, ms: 2 };
  }

  #listener(): Sight["listener"] {
    return this.#listening ? { who: "gateway", pid: this.#process?.pid ?? null } : { who: "nobody", pid: null };
  }

  #processSight(): Sight["process"]["value"] {
    if (this.#process === null) return null;
    const { pid, startedMs } = this.#process;
    const cpuCores = this.#state === "R" ? 1 : this.#loads ? 0.6 : 0.02;
    const startedAt = T0 + startedMs + this.wallOffsetMs;
    return running({
      pid,
      startTicks: pid * 7,
      startedAt,
      state: this.#state,
      cpuCores,
      backlog: this.#backlog,
      ownsPort: this.#listening,
    });
  }

  #supervisor(): Sight["supervisor"] {
    if (!this.#world.supervised) return unsupervised;
    const mainPid = this.#process?.pid ?? null;
    return supervised({ activeState: this.#active, subState: this.#sub, result: this.#result, mainPid });
  }
}
