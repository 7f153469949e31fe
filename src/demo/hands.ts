// Signals and unit commands, for a gateway that is no process of this host: they change the script and reach nobody else.
import type { Hands } from "../data/action/ports.ts";
import type { Control } from "./control.ts";
import type { Moments } from "./moments.ts";
import type { World } from "./world.ts";

/** A command of the service manager is through this much after what it waits for. */
const commandMs = 20;

export function createHands({ world, control, moments }: { world: () => World; control: Control; moments: Moments }): Hands {
  return {
    signal: (signal, { pid, startTicks }) => {
      const { process, phase } = world();
      if (phase.onHost.process === null || process.pid !== pid) {
        return Promise.resolve({ ok: false, code: "gone", why: `the demo has no process ${pid}` });
      }
      if (process.startTicks !== startTicks) {
        return Promise.resolve({ ok: false, code: "recycled", why: `pid ${pid} is another process of the demo now` });
      }
      control.signal(signal);
      return Promise.resolve({ ok: true });
    },
    unit: async (verb, timeoutMs) => {
      const begun = world().elapsedMs;
      const through = control.unit(verb);
      const held = await moments.until(through, timeoutMs);
      return { code: held ? 0 : null, said: "", tookMs: Math.round(world().elapsedMs - begun) + commandMs };
    },
    run: null,
  };
}
