// As much of an IRC server as OpenClaw's channel asks for, and the ways one can fail: absent, gone, or there and deaf.
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";

export type FakeIrc = {
  readonly port: number;
  /** Nobody listens any more, and whoever was connected is cut off. */
  readonly down: () => Promise<void>;
  /** On the same port again, and not mute. */
  readonly up: () => Promise<void>;
  /** Keeps every connection, takes new ones, and says not a word. */
  readonly mute: () => void;
  readonly close: () => Promise<void>;
};

const host = "127.0.0.1";

function listenOn(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject).listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

/** What the server answers to one line; `nick` as it was given before. */
function answers(line: string, nick: string): readonly string[] {
  const [command = "", ...rest] = line.split(" ");
  switch (command) {
    case "USER":
      return [`:irc.test 001 ${nick} :Welcome`];
    case "JOIN":
      return [`:${nick}!bot@irc.test JOIN ${rest[0] ?? ""}`];
    case "PING":
      return [`:irc.test PONG irc.test ${rest.join(" ")}`];
    default:
      return [];
  }
}

export async function startFakeIrc(): Promise<FakeIrc> {
  const sockets = new Set<Socket>();
  let isMute = false;

  const serve = (socket: Socket): void => {
    sockets.add(socket);
    let nick = "nobody";
    let rest = "";
    socket.setEncoding("utf8").on("data", (text: string) => {
      const lines = `${rest}${text}`.split(/\r?\n/u);
      rest = lines.pop() ?? "";
      for (const line of isMute ? [] : lines) {
        if (line.startsWith("NICK ")) nick = line.slice("NICK ".length);
        for (const answer of answers(line, nick)) socket.write(`${answer}\r\n`);
        if (line.startsWith("QUIT")) socket.end();
      }
    });
    // Cut off by whoever came: what a server sees every day.
    socket.on("error", () => socket.destroy());
    socket.once("close", () => sockets.delete(socket));
  };

  let server = createServer(serve);
  const port = await listenOn(server, 0);

  const down = (): Promise<void> =>
    new Promise((resolve) => {
      if (!server.listening) return resolve();
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });

  return {
    port,
    down,
    up: async () => {
      await down();
      isMute = false;
      server = createServer(serve);
      await listenOn(server, port);
    },
    mute: () => {
      isMute = true;
    },
    close: down,
  };
}
