// A real WebSocket server that answers an action's requests by a table, and the connection opened to it.
import { createOpenWriter } from "../../src/actions/writer/open-writer.ts";
import type { OpenWriter, Writer } from "../../src/data/action/ports.ts";
import { scriptedGateway, type Request } from "../data/gateway/scripted-gateway.ts";

/** `cut`: the connection ends; `silence`: no answer ever. */
export type Reply = { readonly payload: unknown } | { readonly error: object } | "cut" | "silence";
export const answer = (payload: unknown): Reply => ({ payload });
export const refuse = (error: object): Reply => ({ error });

type Replies = Readonly<Record<string, readonly Reply[]>>;

export type AnsweringGateway = {
  readonly openWriter: OpenWriter;
  readonly writer: () => Promise<Writer>;
  /** Everything asked, in order, without the connect. */
  readonly asked: readonly Request[];
  readonly close: () => Promise<void>;
};

/** The n-th request of a method gets its n-th reply, later ones the last. */
export async function answeringGateway(replies: Replies, features: object = { methods: [], capabilities: [] }): Promise<AnsweringGateway> {
  const gateway = await scriptedGateway();
  const asked: Request[] = [];
  const writers: Writer[] = [];

  const reply = (method: string): Reply => {
    const list = replies[method] ?? [refuse({ code: "INVALID_REQUEST", message: `unknown method: ${method}` })];
    const nth = asked.filter((request) => request.method === method).length;
    return list[Math.min(nth, list.length) - 1] ?? "silence";
  };
  const serve = async (): Promise<void> => {
    for (;;) {
      const peer = await gateway.peer();
      await peer.greet({ auth: { scopes: ["operator.admin"] }, features });
      void (async () => {
        for (;;) {
          const request = await peer.next();
          asked.push(request);
          const said = reply(request.method);
          if (said === "cut") peer.socket.terminate();
          else if (said === "silence") continue;
          else if ("payload" in said) peer.answer(request, said.payload);
          else peer.fail(request, said.error);
        }
      })();
    }
  };
  void serve();

  const openWriter = createOpenWriter({
    target: { url: gateway.url, tlsFingerprint: null },
    credentials: () => ({ token: "shared-secret" }),
    identity: null,
    instanceId: "instance-1",
    version: "0.1.0",
    keepDeviceToken: () => {},
  });
  return {
    openWriter,
    asked,
    writer: async () => {
      const opened = await openWriter("operator.admin", 5_000);
      if (!opened.ok) throw new Error(opened.why);
      writers.push(opened.writer);
      return opened.writer;
    },
    close: async () => {
      for (const writer of writers) writer.close();
      await gateway.close();
    },
  };
}
