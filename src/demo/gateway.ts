// The embedded gateway of --demo: a scenario played on a real port, in the real gateway's frames.
import { randomUUID } from "node:crypto";
import type { Hands, Witness } from "../data/action/ports.ts";
import { openConnection, type Connection, type Host } from "./connection.ts";
import { createControl } from "./control.ts";
import { createHands } from "./hands.ts";
import { createWitness } from "./evidence.ts";
import { admit } from "./handshake.ts";
import { happeningsBetween } from "./happenings.ts";
import { listen, type Serve } from "./listener.ts";
import { localReadings, type LocalReadings } from "./local.ts";
import { methodNames, respond } from "./methods.ts";
import { createMoments } from "./moments.ts";
import { hello } from "./payloads/hello.ts";
import { presence, type Client } from "./payloads/presence.ts";
import { controlPage, healthz, readyz, startupz, type Page } from "./payloads/probes.ts";
import { pushesFor, type PushedEvent } from "./pushes.ts";
import { createRing, type Ring } from "./ring.ts";
import type { Scenario } from "./scenario.ts";
import { scenarios, type ScenarioName } from "./scenarios.ts";
import { answersAt, leaving, phaseAt, worldAt, type World } from "./world.ts";

export type DemoGateway = {
  /** ws://127.0.0.1:PORT */
  readonly url: string;
  readonly port: number;
  /** What the client should present; the scenario token-refused gives one the gateway does not know. */
  readonly token: string;
  readonly scenario: Scenario;
  /** The demo has no process of its own: these stand in for the probes of this host. */
  readonly local: LocalReadings;
  /** What a restart is watched with and done with; neither touches this host. */
  readonly witness: Witness;
  readonly hands: Hands;
  /** Sends an event that is not in the script to everyone it is for. */
  readonly push: (event: PushedEvent) => void;
  /** Ends every connection and frees the port; more calls do nothing. */
  readonly close: () => Promise<void>;
};

export type DemoOptions = {
  readonly scenario: ScenarioName;
  /** Epoch ms. */
  readonly now: () => number;
  /** Where in the scenario to begin; its own `showAtMs` has the trouble in the picture. Default 0. */
  readonly startAtMs?: number;
  /** Scenario seconds a second; default 1. */
  readonly speed?: number;
  /** Default any free one. */
  readonly port?: number;
  /** What the gateway knows; default one nobody has. */
  readonly token?: string;
  /** Has the last word on what an RPC that went well is answered with. */
  readonly amend?: (method: string, params: unknown, payload: unknown) => unknown;
};

/** How far back the ring remembers at the start. */
const ringReachMs = 900_000;
const beatMs = 200;
const hangsUpAfterMs = 15;
const graceMs = 200;

const pages: Readonly<Record<string, (world: World) => Page>> = {
  "/health": healthz,
  "/healthz": healthz,
  "/startupz": startupz,
  "/ready": readyz,
  "/readyz": readyz,
};

/** Rejects when no port can be had on 127.0.0.1. */
export async function startDemoGateway(options: DemoOptions): Promise<DemoGateway> {
  const { now, startAtMs = 0, speed = 1, token = randomUUID(), amend } = options;
  const scenario: Scenario = scenarios[options.scenario];
  const begunAt = now();
  const startAt = begunAt - startAtMs;
  const elapsed = (): number => startAtMs + (now() - begunAt) * speed;
  const control = createControl({ scenario, elapsed, changed: () => enter(), killed: () => kill() });
  const { script } = control;
  const moments = createMoments();
  const world = (): World => worldAt(script(), elapsed(), startAt);
  const ring = createRing(scenario, startAtMs - ringReachMs, startAt);
  // A quarter of an hour of records: made when they are read, not while somebody waits for the first picture.
  const filled: Pick<Ring, "read"> = {
    read: (params) => {
      ring.advance(elapsed(), script());
      return ring.read(params);
    },
  };
  const connections = new Set<Connection>();
  let presenceVersion = 1;
  let toldMs = startAtMs;
  let beat: NodeJS.Timeout | undefined;
  let nextMoment: NodeJS.Timeout | undefined;
  let closed = false;
  let serves = phaseAt(scenario, startAtMs).boot;

  const answering = (): boolean => answersAt(script(), elapsed());
  const version = (): { presence: number; health: number } => ({
    presence: presenceVersion,
    health: 1 + Math.max(0, Math.floor((elapsed() + ringReachMs) / 60_000)),
  });
  const clients = (): readonly Client[] => [...connections].flatMap((connection) => connection.client() ?? []);
  const broadcast = (event: PushedEvent, except?: Connection): void => {
    for (const connection of connections) if (connection !== except) connection.push(event, version());
  };
  const tell = (): void => {
    const until = elapsed();
    for (const happening of happeningsBetween(script(), toldMs, until)) {
      for (const event of pushesFor(script(), happening, startAt)) broadcast(event);
    }
    toldMs = until;
  };
  const announcePresence = (except?: Connection): void => {
    presenceVersion += 1;
    const payload = { presence: presence(world(), clients()) };
    broadcast({ event: "presence", payload, subscribers: false, versioned: true }, except);
  };

  const joined = (connection: Connection): void => {
    connections.add(connection);
    if (connections.size === 1) {
      toldMs = elapsed();
      beat = setInterval(tell, Math.max(10, beatMs / speed));
    }
    announcePresence(connection);
  };
  const left = (connection: Connection): void => {
    if (!connections.delete(connection)) return;
    if (connections.size > 0) return answering() ? announcePresence() : undefined;
    clearInterval(beat);
    if (phaseAt(script(), elapsed()).phase === "down") closePort();
  };

  const host: Host = {
    release: scenario.release,
    answering,
    now: () => world().now,
    admit: (params) => admit(world(), params, token),
    hello: (client, connId) =>
      hello(world(), {
        connId,
        scopes: client.scopes,
        methods: methodNames(scenario.release),
        clients: [...clients(), client],
        stateVersion: version(),
      }),
    respond: (method, params, { scopes }, subscribe) => {
      const answer = respond(method, params, { world: world(), ring: filled, clients: clients(), scopes, control, subscribe });
      return answer.ok && amend !== undefined ? { ok: true, payload: amend(method, params, answer.payload) } : answer;
    },
    joined,
    left,
  };
  const serve: Serve = {
    answering,
    admitting: () => !leaving(phaseAt(script(), elapsed())),
    page: (path) => (Object.hasOwn(pages, path) ? (pages[path] ?? controlPage)(world()) : controlPage()),
    accept: (socket) => openConnection(socket, host),
  };
  const listener = await listen(serve, options.port);

  /** When connections are ended: after the goodbye, before the port is closed. */
  function hangUps(): readonly number[] {
    return script()
      .announcements.filter(({ event }) => event === "shutdown")
      .map(({ atMs }) => atMs + hangsUpAfterMs);
  }
  function enter(): void {
    if (closed) return;
    tell();
    const now = phaseAt(script(), elapsed());
    const { phase, boot } = now;
    const hungUp = leaving(now) && hangUps().some((ms) => ms > now.fromMs && ms <= elapsed());
    // A program that was suspended wakes up after it all: the old boot's connections are gone then, too.
    if (phase === "down" || boot !== serves || hungUp) {
      for (const connection of connections) connection.close(1012, "service restart");
    }
    serves = boot;
    if (phase === "down") {
      // As in the real one the port goes after the last connection, unless somebody holds on to his.
      if (connections.size === 0 || elapsed() - now.fromMs > graceMs) closePort();
    } else {
      listener.listenAgain();
      if (answering()) listener.answerWaiting();
    }
    moments.look();
    waitForNextMoment();
  }
  function closePort(): void {
    if (listener.listening()) listener.stopListening();
    moments.look();
  }
  function kill(): void {
    listener.cut();
    closePort();
  }
  function waitForNextMoment(): void {
    // What is due may change the script, and with it what comes next.
    const due = control.look();
    clearTimeout(nextMoment);
    const now = elapsed();
    const { phases, announcements } = script();
    const moments = [...phases.map(({ fromMs }) => fromMs), ...announcements.map(({ atMs }) => atMs), ...hangUps()].filter(
      (ms) => ms > now,
    );
    const next = Math.min(due ?? Infinity, ...moments);
    if (next === Infinity) return;
    nextMoment = setTimeout(enter, Math.max(1, Math.ceil((next - now) / speed)));
    // A demo nobody looks at must not keep the program alive.
    nextMoment.unref();
  }
  enter();

  return {
    url: `ws://127.0.0.1:${listener.port}`,
    port: listener.port,
    token: scenario.refusesToken ? randomUUID() : token,
    scenario,
    local: localReadings({ world, connections: () => connections.size, farewells: control.farewells }),
    witness: createWitness({ world, farewells: control.farewells, page: serve.page, listening: listener.listening, moments }),
    hands: createHands({ world, control, moments }),
    push: (event) => broadcast(event),
    close: async () => {
      closed = true;
      clearInterval(beat);
      clearTimeout(nextMoment);
      for (const connection of connections) connections.delete(connection);
      await listener.close();
    },
  };
}
