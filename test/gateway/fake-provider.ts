// A model provider that answers like an OpenAI-compatible one. What it does with a request is said in the newest user message:
// "[hang]", or "[hang X]", is not answered until released, "[slow]" is answered after three seconds, "[fail]" with an error, anything else at once.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { listen, type Listening } from "./listen.ts";

type Part = { readonly text?: string };
type Message = { readonly role: string; readonly content: string | readonly Part[] | null };
type Request = { readonly stream?: boolean; readonly messages?: readonly Message[] };

export type FakeProvider = Listening & {
  /** Resolves when a request whose newest user message contains `text` has arrived, also if it came before. */
  readonly received: (text: string) => Promise<void>;
  /** Answers every held request, and at once what brings one of their marks again: a run that is resumed after a restart. */
  readonly release: () => void;
};

const textOf = (content: Message["content"]): string =>
  typeof content === "string" ? content : (content ?? []).map((part) => part.text ?? "").join("\n");

/** OpenClaw appends context of its own as further user messages. */
const newestUserText = (request: Request): string =>
  (request.messages ?? [])
    .filter((message) => message.role === "user")
    .map((message) => textOf(message.content))
    .findLast((text) => !text.startsWith("<<<BEGIN_OPENCLAW_INTERNAL")) ?? "";

const marksIn = (text: string): readonly string[] => text.match(/\[hang[^\]]*\]/gu) ?? [];

const words = ["all ", "is ", "well"];
const usage = { prompt_tokens: 1200, completion_tokens: 3, total_tokens: 1203 };

function answer(response: ServerResponse, request: Request): void {
  const base = { id: "chatcmpl-1", created: Math.floor(Date.now() / 1000), model: "fake-model" };
  if (request.stream !== true) {
    const message = { role: "assistant", content: words.join("") };
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ ...base, object: "chat.completion", choices: [{ index: 0, message, finish_reason: "stop" }], usage }));
    return;
  }
  const chunk = (choices: readonly unknown[], extra = {}): string =>
    `data: ${JSON.stringify({ ...base, object: "chat.completion.chunk", choices, ...extra })}\n\n`;
  response.writeHead(200, { "content-type": "text/event-stream" });
  for (const content of words) response.write(chunk([{ index: 0, delta: { role: "assistant", content }, finish_reason: null }]));
  response.write(chunk([{ index: 0, delta: {}, finish_reason: "stop" }]));
  response.write(chunk([], { usage }));
  response.end("data: [DONE]\n\n");
}

function refuse(response: ServerResponse): void {
  response.writeHead(500, { "content-type": "application/json" });
  response.end(JSON.stringify({ error: { message: "internal error", type: "server_error" } }));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const text of request.setEncoding("utf8")) body += text;
  return body;
}

export async function startFakeProvider(): Promise<FakeProvider> {
  const texts: string[] = [];
  const held = new Set<() => void>();
  const released = new Set<string>();
  const waiting = new Set<() => void>();

  const complete = (request: Request, response: ServerResponse): void => {
    const text = newestUserText(request);
    texts.push(text);
    for (const recheck of waiting) recheck();
    const reply = (): void => {
      held.delete(reply);
      answer(response, request);
    };
    if (marksIn(text).some((mark) => !released.has(mark))) held.add(reply);
    else if (text.includes("[fail]")) refuse(response);
    else if (text.includes("[slow]")) setTimeout(reply, 3_000).unref();
    else reply();
  };

  const server = createServer((request, response) => {
    if (request.url === "/v1/chat/completions") {
      void bodyOf(request).then((body) => complete(JSON.parse(body) as Request, response));
      return;
    }
    response.writeHead(request.url === "/v1/models" ? 200 : 404, { "content-type": "application/json" });
    response.end(JSON.stringify({ object: "list", data: [{ id: "fake-model", object: "model" }] }));
  });

  return {
    ...(await listen(server)),
    received: (text) =>
      new Promise((resolve) => {
        const recheck = (): void => {
          if (!texts.some((one) => one.includes(text))) return;
          waiting.delete(recheck);
          resolve();
        };
        waiting.add(recheck);
        recheck();
      }),
    release: () => {
      for (const mark of texts.flatMap(marksIn)) released.add(mark);
      for (const reply of held) reply();
    },
  };
}
