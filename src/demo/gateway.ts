// The embedded gateway of --demo: a scenario played on a real port, in the real gateway's frames.
import { randomUUID } from "node:crypto";
import { openConnection, type Connection, type Host } from "./connection.ts";
import { admit } from "./handshake.ts";
import { happeningsBetween } from "./happenings.ts";
import { listen, type Serve } from "./listener.ts";
import { localReadings, type LocalReadings } from "./local.ts";
import { methodNames, respond } from "./methods.ts";
import { hello } from "./payloads/hello.ts";
import { presence, type Client } from "./payloads/presence.ts";
import { controlPage, healthz, readyz, startupz, type Page } from "./payloads/probes.ts";
import { pushesFor, type PushedEvent } from "./pushes.ts";
import { createRing } from "./ring.ts";
import type { Scenario } from "./scenario.ts";
import { scenarios, type ScenarioName } from "./scenarios.ts";
import { phaseAt, worldAt, type World } from "./world.ts";

export type DemoGateway = {
  /** ws://127.0.0.1:PORT */
  readonly url: string;
  readonly port: number;
  /** What the client should present; the scenario token-refused gives one the gateway does not know. */
  readonly token: string;
  readonly scenario: Scenario;
  /** The demo has no process of its own: these stand in for the probes of this host. */
  readonly local: LocalReadings;
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
};

/** How far back the ring remembers at the start. */
const ringReachMs = 900_000;
const beatMs = 200;

const pages: Readonly<Record<string, (world: World) => Page>> = {
  "/health": healthz,
  "/healthz": healthz,
  "/startupz": startupz,
  "/ready": readyz,
  "/readyz": readyz,
};

/** Rejects when no port can be had on 127.0.0.1. */
export async function startDemoGateway(options: DemoOptions): Promise<DemoGateway> {
  const { now, startAtMs = 0, speed = 1, token = randomUUID() } = options;
  const scenario: Scenario = scenarios[options.scenario];
  const begunAt = now();
  const startAt = begunAt - startAtMs;
  const elapsed = (): number => startAtMs + (now() - begunAt) * speed;
  const world = (): World => worldAt(scenario, elapsed(), startAt);
  const ring = createRing(scenario, startAtMs - ringReachMs, startAt);
  const connections = new Set<Connection>();
  let presenceVersion = 1;
  let toldMs = startAtMs;
  let beat: NodeJS.Timeout | undefined;
  let nextPhase: NodeJS.Timeout | undefined;

  const answering = (): boolean => phaseAt(scenario, elapsed()).phase !== "frozen";
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
    for (const happening of happeningsBetween(scenario, toldMs, until)) {
      for (const event of pushesFor(scenario, happening, startAt)) broadcast(event);
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
    if (connections.size === 0) clearInterval(beat);
    else if (answering()) announcePresence();
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
    respond: (method, params, subscribe) => {
      ring.advance(elapsed());
      return respond(method, params, { world: world(), ring, clients: clients(), subscribe });
    },
    joined,
    left,
  };
  const serve: Serve = {
    answering,
    page: (path) => (Object.hasOwn(pages, path) ? (pages[path] ?? controlPage)(world()) : controlPage()),
    accept: (socket) => openConnection(socket, host),
  };
  const listener = await listen(serve, options.port);

  const enter = (): void => {
    tell();
    const { phase } = phaseAt(scenario, elapsed());
    if (phase === "down") {
      for (const connection of connections) connection.close(1012, "service restart");
      listener.stopListening();
    } else if (phase === "starting" || phase === "up") listener.listenAgain();
    waitForNextPhase();
  };
  function waitForNextPhase(): void {
    const next = scenario.phases.find(({ fromMs }) => fromMs > elapsed());
    if (next === undefined) return;
    nextPhase = setTimeout(enter, Math.max(1, Math.ceil((next.fromMs - elapsed()) / speed)));
    // A demo nobody looks at must not keep the program alive.
    nextPhase.unref();
  }
  enter();

  return {
    url: `ws://127.0.0.1:${listener.port}`,
    port: listener.port,
    token: scenario.refusesToken ? randomUUID() : token,
    scenario,
    local: localReadings(
      scenario,
      () => elapsed(),
      startAt,
      () => connections.size,
    ),
    push: (event) => broadcast(event),
    close: async () => {
      clearInterval(beat);
      clearTimeout(nextPhase);
      for (const connection of connections) connections.delete(connection);
      await listener.close();
    },
  };
}
