// As much of the Telegram Bot API as OpenClaw's polling account asks for.
import { createServer, type ServerResponse } from "node:http";
import { listen, type Listening } from "./listen.ts";

export const botToken = "111111111:AAtestTestTestTestTestTestTestTestT";

export type FakeTelegram = Listening & {
  /** Delivers a private message to the bot at its next poll. */
  readonly say: (text: string) => void;
  /** Resolves with the text of the first message the bot sent, also if it came before. */
  readonly answered: Promise<string>;
};

type Update = { readonly update_id: number; readonly message: unknown };

export async function startFakeTelegram(): Promise<FakeTelegram> {
  let counter = Math.floor(Date.now() / 1000);
  let queue: Update[] = [];
  let poll: (() => void) | null = null;
  let onAnswer: (text: string) => void = () => undefined;
  const answered = new Promise<string>((resolve) => (onAnswer = resolve));

  const ok = (response: ServerResponse, result: unknown): void => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ ok: true, result }));
  };

  const getUpdates = (response: ServerResponse, offset: number, timeoutSeconds: number): void => {
    queue = queue.filter((update) => update.update_id >= offset);
    const reply = (): void => {
      clearTimeout(timer);
      poll = null;
      ok(response, queue);
    };
    const timer = setTimeout(reply, queue.length > 0 ? 0 : timeoutSeconds * 1000);
    timer.unref();
    poll = reply;
    response.once("close", () => clearTimeout(timer));
  };

  const call = (response: ServerResponse, method: string, params: Readonly<Record<string, unknown>>): void => {
    if (method === "getUpdates") return getUpdates(response, Number(params["offset"] ?? 0), Math.min(Number(params["timeout"] ?? 0), 30));
    if (method === "getMe") return ok(response, { id: 111111111, is_bot: true, first_name: "Test", username: "test_bot" });
    if (method === "getWebhookInfo") return ok(response, { url: "", has_custom_certificate: false, pending_update_count: 0 });
    if (!/^(send|edit)/u.test(method)) return ok(response, true);
    if (typeof params["text"] === "string") onAnswer(params["text"]);
    ok(response, { message_id: ++counter, date: Math.floor(Date.now() / 1000), chat: { id: 555, type: "private" }, text: params["text"] });
  };

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => (body += text));
    request.once("end", () => {
      const form = request.headers["content-type"]?.includes("json") === true ? (JSON.parse(body || "{}") as object) : undefined;
      call(response, url.pathname.split("/").at(-1) ?? "", {
        ...Object.fromEntries(url.searchParams),
        ...(form ?? Object.fromEntries(new URLSearchParams(body))),
      });
    });
  });

  return {
    ...(await listen(server)),
    answered,
    say: (text) => {
      const from = { id: 555, is_bot: false, first_name: "Person", username: "person" };
      const message = { message_id: ++counter, date: Math.floor(Date.now() / 1000), chat: { id: 555, type: "private" }, from, text };
      queue.push({ update_id: ++counter, message });
      poll?.();
    },
  };
}
