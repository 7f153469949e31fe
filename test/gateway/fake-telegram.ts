// As much of the Telegram Bot API as OpenClaw's polling account asks for.
import { createServer, type ServerResponse } from "node:http";
import { listen, type Listening } from "./listen.ts";

export const botToken = "111111111:AAtestTestTestTestTestTestTestTestT";
/** Of a second account, for what must not befall the first. */
export const secondBotToken = botToken.replace("111111111", "333333333");

export type FakeTelegram = Listening & {
  /** Delivers a private message to the first bot at its next poll. */
  readonly say: (text: string) => void;
  /** Resolves with the text of the first message the bot sent, also if it came before. */
  readonly answered: Promise<string>;
  /** A refused token gets a 401 to everything, also to the poll it waits in. */
  readonly refuse: (token: string, refused: boolean) => void;
};

type Update = { readonly update_id: number; readonly message: unknown };

export async function startFakeTelegram(): Promise<FakeTelegram> {
  let counter = Math.floor(Date.now() / 1000);
  let queue: Update[] = [];
  const polls = new Map<string, () => void>();
  const refused = new Set<string>();
  let onAnswer: (text: string) => void = () => undefined;
  const answered = new Promise<string>((resolve) => (onAnswer = resolve));

  const send = (response: ServerResponse, status: number, body: object): void => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  };
  const ok = (response: ServerResponse, result: unknown): void => send(response, 200, { ok: true, result });
  const unauthorized = (response: ServerResponse): void => send(response, 401, { ok: false, error_code: 401, description: "Unauthorized" });

  const getUpdates = (response: ServerResponse, token: string, offset: number, timeoutSeconds: number): void => {
    const news = (): readonly Update[] => (token === botToken ? queue.filter((update) => update.update_id >= offset) : []);
    const reply = (): void => {
      clearTimeout(timer);
      polls.delete(token);
      if (refused.has(token)) unauthorized(response);
      else ok(response, news());
    };
    if (token === botToken) queue = queue.filter((update) => update.update_id >= offset);
    const timer = setTimeout(reply, news().length > 0 ? 0 : timeoutSeconds * 1000);
    timer.unref();
    polls.set(token, reply);
    response.once("close", () => clearTimeout(timer));
  };

  const call = (response: ServerResponse, token: string, method: string, params: Readonly<Record<string, unknown>>): void => {
    if (refused.has(token)) return unauthorized(response);
    if (method === "getUpdates") {
      return getUpdates(response, token, Number(params["offset"] ?? 0), Math.min(Number(params["timeout"] ?? 0), 30));
    }
    if (method === "getMe") {
      return ok(response, { id: Number(token.split(":")[0]), is_bot: true, first_name: "Test", username: "test_bot" });
    }
    if (method === "getWebhookInfo") return ok(response, { url: "", has_custom_certificate: false, pending_update_count: 0 });
    if (!/^(send|edit)/u.test(method)) return ok(response, true);
    if (typeof params["text"] === "string") onAnswer(params["text"]);
    ok(response, { message_id: ++counter, date: Math.floor(Date.now() / 1000), chat: { id: 555, type: "private" }, text: params["text"] });
  };

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const [, token = "", method = ""] = /^\/bot([^/]+)\/(\w+)$/u.exec(decodeURIComponent(url.pathname)) ?? [];
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => (body += text));
    request.once("end", () => {
      const form = request.headers["content-type"]?.includes("json") === true ? (JSON.parse(body || "{}") as object) : undefined;
      call(response, token, method, {
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
      polls.get(botToken)?.();
    },
    refuse: (token, isRefused) => {
      if (!isRefused) refused.delete(token);
      else {
        refused.add(token);
        polls.get(token)?.();
      }
    },
  };
}
