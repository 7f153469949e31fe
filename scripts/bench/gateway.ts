// The demo gateway in a process of its own, so that its cost is not the program's, and so that it can be stopped, killed and
// started again on the same port. Told over IPC what to do; ends with its parent.
import { WebSocket } from "ws";
import { startDemoGateway } from "../../src/demo/gateway.ts";
import { happeningsBetween } from "../../src/demo/happenings.ts";
import { pushesFor, type PushedEvent } from "../../src/demo/pushes.ts";
import { scenarios } from "../../src/demo/scenarios.ts";
import { logsTail } from "../../test/support/logs-tail.ts";
import { crowdAnswers, type Crowd } from "./crowd-answers.ts";
import { createFlips, type Condition, type Flips } from "./flips.ts";

/** `log`: the file it says it logs into. */
export type Furnished = { readonly crowd: Crowd | null; readonly log: string | null };

export type Order =
  | ({ readonly order: "start"; readonly port: number; readonly token: string } & Furnished)
  | { readonly order: "flip"; readonly condition: Condition; readonly wrong: boolean }
  | { readonly order: "flood"; readonly perSecond: number; readonly seconds: number }
  | { readonly order: "count" };

export type Report =
  | { readonly report: "listening"; readonly port: number }
  /** Whoever asks now is told. */
  | { readonly report: "flipped" }
  | { readonly report: "flooded"; readonly events: number; readonly tookMs: number; readonly mostBuffered: number }
  /** Events written to a WebSocket since the start of the process, the handshake's excepted. */
  | { readonly report: "count"; readonly sent: number };

const tell = (report: Report): void => void process.send?.(report);

let sent = 0;
let mostBuffered = 0;
const plainSend = Reflect.get(WebSocket.prototype, "send") as (...of: unknown[]) => void;
// Counted where they leave: whatever the demo sends by itself is in it.
WebSocket.prototype.send = function (this: WebSocket, data: unknown, ...rest: unknown[]): void {
  if (typeof data === "string" && data.startsWith('{"type":"event"') && !data.includes('"connect.challenge"')) sent += 1;
  plainSend.call(this, data, ...rest);
  if (this.bufferedAmount > mostBuffered) mostBuffered = this.bufferedAmount;
};

const mix = new Set(["tick", "agent", "sessions.changed", "task"]);
const poolMs = 600_000;

/** Ten minutes of a calm gateway's events, again and again. */
function pool(): readonly PushedEvent[] {
  const happenings = happeningsBetween(scenarios.calm, 0, poolMs);
  return happenings.flatMap((happening) => pushesFor(scenarios.calm, happening, Date.now() - poolMs)).filter(({ event }) => mix.has(event));
}

let gateway: Awaited<ReturnType<typeof startDemoGateway>> | null = null;

function flood(perSecond: number, seconds: number): void {
  const events = pool();
  const begunAt = performance.now();
  let pushed = 0;
  const timer = setInterval(() => {
    const elapsedMs = Math.min(performance.now() - begunAt, seconds * 1000);
    const owed = Math.floor((elapsedMs / 1000) * perSecond);
    for (; pushed < owed; pushed++) gateway?.push(events[pushed % events.length] as PushedEvent);
    if (elapsedMs < seconds * 1000) return;
    clearInterval(timer);
    tell({ report: "flooded", events: pushed, tookMs: performance.now() - begunAt, mostBuffered });
  }, 10);
}

let flips: Flips | null = null;

type Amend = (method: string, params: unknown, payload: unknown) => unknown;

const logging =
  (file: string, others: Amend): Amend =>
  (method, params, payload) =>
    method === "logs.tail" ? logsTail(file, params ?? {}) : others(method, params, payload);

async function begin(port: number, token: string, { crowd, log }: Furnished): Promise<void> {
  flips = await createFlips();
  const answers = crowd === null ? flips.amend : crowdAnswers(crowd, Date.now);
  const amend = log === null ? answers : logging(log, answers);
  gateway = await startDemoGateway({ scenario: "calm", now: Date.now, port, token, amend });
  tell({ report: "listening", port: gateway.port });
}

process.on("disconnect", () => process.exit(0));
process.on("message", (order: Order) => {
  switch (order.order) {
    case "flood":
      return flood(order.perSecond, order.seconds);
    case "count":
      return tell({ report: "count", sent });
    case "flip":
      flips?.flip(order.condition, order.wrong, (event) => gateway?.push(event));
      return tell({ report: "flipped" });
    case "start":
      return void begin(order.port, order.token, order);
  }
});
