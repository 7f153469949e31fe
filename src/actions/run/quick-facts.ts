// What a restart is chosen by when nobody reads a preview: looks at this host only, so that a gateway that is silent costs no patience.
import type { ActorParts } from "../../data/action/ports.ts";
import { chooseSignal } from "../../data/restart/choose-signal.ts";
import { noEvidence } from "../../data/restart/evidence.ts";
import type { SignalChoice } from "../../data/restart/signal.ts";
import type { PerformedAim } from "./perform-aim.ts";
import { lookWhetherItMayEnd, type RestartFacts } from "./restart-facts.ts";
import { shared } from "./shared.ts";

type Asked = Pick<ActorParts, "target" | "witness" | "link" | "clock" | "hands">;

/** A gateway that answers at all tells its version sooner; one that does not would not hear a signal either. */
const SIGNAL_MS = 500;

const noAnswer: SignalChoice = {
  send: false,
  code: "version-unknown",
  why: "the gateway did not say in time which release it is, and with the wrong signal it dies",
  fix: "wait until it answers",
};

/** Aims that a service manager, or its absence, decides. */
const bySupervisor: ReadonlySet<PerformedAim> = new Set(["service", "clean-up", "start", "stop", "kill"]);

export function createQuickFacts({ target, witness, link, clock, hands }: Asked): (aim: PerformedAim) => Promise<RestartFacts> {
  const supervisorNow = shared(clock, witness.supervisor);
  const processNow = shared(clock, witness.process);
  const lockNow = shared(clock, witness.lock);
  const signalNow = shared(clock, async (): Promise<SignalChoice> => {
    if ((await processNow()).process?.state === "T") return noAnswer;
    let timer: unknown = null;
    const late = new Promise<SignalChoice>((resolve) => {
      timer = clock.set(() => resolve(noAnswer), SIGNAL_MS);
    });
    const choice = await Promise.race([witness.signalFacts().then(chooseSignal), late]);
    clock.clear(timer);
    return choice;
  });

  return async (aim) => {
    const state = link.state();
    const [{ process }, { lock }, supervisor, signal] = await Promise.all([
      processNow(),
      lockNow(),
      bySupervisor.has(aim) ? supervisorNow() : null,
      aim === "signal" ? signalNow() : null,
    ]);
    const end = aim === "clean-up" && supervisor !== null ? await lookWhetherItMayEnd(witness, process, lock, supervisor) : null;
    const hello = state.phase === "open" ? state.hello : null;
    const at = clock.now();
    return {
      at,
      local: target.local,
      profile: target.profile,
      link: state,
      hello,
      version: hello?.version ?? null,
      evidence: { ...noEvidence(at), process, lock, unit: supervisor?.found === true ? supervisor.facts : null },
      work: { known: false, why: "it was not asked" },
      signal,
      supervisor,
      boots: null,
      frozen: "unknown",
      end,
      canRun: hands.run !== null,
    };
  };
}
