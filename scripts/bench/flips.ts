// Conditions of the demo gateway that come and go at a word, with the signs a real one gives of them.
import { connect, createServer, type AddressInfo } from "node:net";
import type { PushedEvent } from "../../src/demo/pushes.ts";

type Fields = Readonly<Record<string, unknown>>;

/** `channel`: an account loses its server, and a socket goes with it. `queue`: a run waits for its lane, and its task is pushed. */
export type Condition = "channel" | "queue";

export type Flips = {
  readonly amend: (method: string, params: unknown, payload: unknown) => unknown;
  readonly flip: (condition: Condition, wrong: boolean, push: (event: PushedEvent) => void) => void;
};

/** The connection to the channel's server: a handle of this process, as it is one of the gateway's. */
async function openWire(): Promise<{ readonly set: (isOpen: boolean) => void }> {
  const server = createServer((socket) => void socket.resume());
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  let socket = connect(port, "127.0.0.1");
  return {
    set: (isOpen) => {
      if (isOpen) socket = connect(port, "127.0.0.1");
      else socket.destroy();
    },
  };
}

function lost(account: Fields): Fields {
  return account["accountId"] === "default" ? { ...account, lifecycle: "recovering" } : account;
}

const waitingTask = (ended: boolean): Fields => {
  const now = Date.now();
  return {
    id: "task-waiting",
    taskId: "task-waiting",
    kind: "cli",
    runtime: "cli",
    status: ended ? "completed" : "running",
    execution: { state: ended ? "finished" : "queued" },
    title: "waiting",
    agentId: "main",
    sessionKey: "agent:main:waiting",
    ownerKey: "agent:main:waiting",
    runId: "run-waiting",
    createdAt: now,
    updatedAt: now,
    ...(ended ? { startedAt: now, endedAt: now } : {}),
  };
};

export async function createFlips(): Promise<Flips> {
  const wrong: Record<Condition, boolean> = { channel: false, queue: false };
  const wire = await openWire();

  const channels = (answer: Fields): Fields => {
    const byChannel = answer["channelAccounts"] as Readonly<Record<string, readonly Fields[]>>;
    return { ...answer, channelAccounts: { ...byChannel, irc: (byChannel["irc"] ?? []).map(lost) } };
  };
  const lanes = (answer: Fields): Fields => ({
    ...answer,
    lanes: (answer["lanes"] as readonly Fields[]).map((lane) =>
      lane["lane"] === "main" ? { ...lane, activeCount: lane["maxConcurrent"], queuedCount: 1, blockedBy: "lane" } : lane,
    ),
  });

  return {
    amend: (method, _, payload) => {
      if (method === "channels.status" && wrong.channel) return channels(payload as Fields);
      return method === "diagnostics.lanes" && wrong.queue ? lanes(payload as Fields) : payload;
    },
    flip: (condition, isWrong, push) => {
      wrong[condition] = isWrong;
      if (condition === "channel") wire.set(!isWrong);
      else push({ event: "task", payload: { action: "upserted", task: waitingTask(!isWrong) }, subscribers: false, versioned: false });
    },
  };
}
