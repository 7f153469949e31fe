// What the link would have said while a scenario played: the same words, without a socket.
import type { Event } from "../../data/events.ts";
import type { Ending } from "../../data/gateway/ending.ts";
import { decodeHello } from "../../data/gateway/decode/hello.ts";
import { decodePush } from "../../data/gateway/decode/push.ts";
import { wireError } from "../../data/gateway/frames.ts";
import { judge } from "../../data/gateway/verdict.ts";
import type { Announced, LinkState } from "../../data/link-state.ts";
import type { Target } from "../../data/target.ts";
import { admit } from "../handshake.ts";
import { methodNames } from "../methods.ts";
import { uuid } from "../noise.ts";
import { hello } from "../payloads/hello.ts";
import type { Phase, Scenario } from "../scenario.ts";
import { phaseAt, worldAt } from "../world.ts";

/** The part of a scenario that is replayed. */
export type Stretch = {
  readonly scenario: Scenario;
  readonly target: Target;
  readonly fromMs: number;
  readonly toMs: number;
  /** Epoch ms of the scenario's zero. */
  readonly startAt: number;
};

/** Two ticks without a word, and the beat that notices. */
const silenceMs = 70_000;
const scopes = ["operator.read"];

/** Whether a connection is open then: refused ones never are, a frozen gateway's lasts until its silence is noticed. */
export function connected({ scenario, fromMs }: Stretch, ms: number): boolean {
  const { phase, fromMs: since } = phaseAt(scenario, ms);
  if (scenario.refusesToken || phase === "down" || phase === "booting" || phase === "starting") return false;
  return phase !== "frozen" || (since > fromMs && ms < since + silenceMs);
}

function ended(stretch: Stretch, ending: Ending, since: number, attempt: number, announced: Announced | null): LinkState {
  const { host, port } = stretch.target;
  const verdict = judge(ending, { where: `${host}:${port}`, local: true, shared: "token", manner: "device-shared" });
  if (verdict.verdict === "refused") return { phase: "refused", since, refusal: verdict.refusal, retryAt: null };
  return { phase: "waiting", since, retryAt: since + 250, attempt, why: verdict.why, code: verdict.code, announced };
}

function opened(stretch: Stretch, ms: number): LinkState {
  const { scenario, startAt } = stretch;
  const world = worldAt(scenario, ms, startAt);
  const connId = uuid(scenario.name, "connection", world.phase.boot);
  const grant = { connId, scopes, methods: methodNames(scenario.release), clients: [], stateVersion: { presence: 1, health: 1 } };
  return { phase: "open", since: world.now, generation: world.phase.boot + 1, hello: decodeHello(hello(world, grant)) };
}

/** The goodbye that went before, as the link remembers it. */
function goodbye({ scenario, startAt }: Stretch, ms: number): Announced | null {
  const said = scenario.announcements.filter(({ event, atMs }) => event === "shutdown" && atMs <= ms && ms - atMs < 30_000).at(-1);
  if (said === undefined) return null;
  const push = decodePush(said.event, said.payload, Math.round(startAt + said.atMs));
  return push.push === "shutdown" ? push.announced : null;
}

function duringPhase(stretch: Stretch, { phase, fromMs: phaseFromMs }: Phase): readonly Event[] {
  const ms = Math.max(phaseFromMs, stretch.fromMs);
  const epoch = (at: number): number => Math.round(stretch.startAt + at);
  const event = (at: number, link: LinkState): Event => ({ type: "link", at: epoch(at), link });
  const announced = goodbye(stretch, ms);
  const connecting = (at: number): Event => event(at, { phase: "connecting", attempt: 1, since: epoch(at) });
  if (phase === "up") return [event(ms, opened(stretch, ms))];
  if (phase === "frozen") {
    if (phaseFromMs <= stretch.fromMs) return [connecting(ms)];
    const noticed = ms + silenceMs;
    return [
      event(noticed, ended(stretch, { ended: "silent", stage: "open", ms: silenceMs }, epoch(noticed), 1, null)),
      connecting(noticed + 250),
    ];
  }
  if (phase === "booting") return [connecting(ms)];
  if (phase === "down") {
    const gone: Ending = { ended: "closed", code: 1012, reason: "service restart" };
    const refused: Ending = { ended: "socket", code: "ECONNREFUSED", message: "connect ECONNREFUSED" };
    const again = ms + 400;
    return [event(ms, ended(stretch, gone, epoch(ms), 1, announced)), event(again, ended(stretch, refused, epoch(again), 2, announced))];
  }
  if (phase === "starting") {
    const world = worldAt(stretch.scenario, ms, stretch.startAt);
    const answer = admit(world, {}, "");
    return answer.admitted ? [] : [event(ms, ended(stretch, { ended: "error", error: wireError(answer.error) }, epoch(ms), 3, announced))];
  }
  // Draining: a connection that is open stays open, and a new one is let in.
  return phaseFromMs <= stretch.fromMs ? [event(ms, opened(stretch, ms))] : [];
}

/** `link` events of the stretch, oldest first. */
export function linkEvents(stretch: Stretch): readonly Event[] {
  const { scenario, fromMs, toMs, startAt } = stretch;
  const at = Math.round(startAt + fromMs);
  const begin: Event = { type: "link", at, link: { phase: "connecting", attempt: 0, since: at } };
  if (scenario.refusesToken) {
    const world = worldAt(scenario, fromMs, startAt);
    const answer = admit(world, { minProtocol: 3, maxProtocol: 4, auth: { token: "wrong" } }, "right");
    if (answer.admitted) return [begin];
    return [begin, { type: "link", at, link: ended(stretch, { ended: "error", error: wireError(answer.error) }, at, 1, null) }];
  }
  const first = phaseAt(scenario, fromMs);
  const later = scenario.phases.filter((phase) => phase.fromMs > fromMs && phase.fromMs <= toMs);
  const changes = [first, ...later].flatMap((phase) => duringPhase(stretch, phase));
  return [begin, ...changes].filter((event) => "at" in event && event.at <= startAt + toMs);
}
