// A real HTTP server that answers as it is told, and keeps what it was asked.
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createWebhook } from "../../../src/actions/tell/webhook.ts";
import type { TellTo } from "../../../src/data/guard/settings.ts";
import type { Tell } from "../../../src/data/guard/tell.ts";
import { tellOf } from "../../support/tells.ts";

type Asked = { readonly method: string; readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: string };
type Answer = (response: ServerResponse) => void;
type Webhook = Extract<TellTo, { to: "webhook" }>;

const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (response) =>
    void response.writeHead(code, headers).end("canary of the answer");

let server: Server;
let folder = "";
let asked: Asked[] = [];
let answer: Answer = status(200);

beforeEach(async () => {
  asked = [];
  answer = status(200);
  folder = mkdtempSync(join(tmpdir(), "gatetop-webhook-"));
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString("utf8")));
    request.on("end", () => {
      asked.push({ method: request.method ?? "", path: request.url ?? "", headers: request.headers, body });
      answer(response);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const address = (path = "/hook"): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
const webhook = (some: Partial<Webhook> = {}): Webhook => ({ to: "webhook", format: "json", url: address(), token: null, ...some });
const running = new AbortController().signal;
const deliver = (some: Partial<Webhook> = {}, tell: Tell = tellOf(), env: NodeJS.ProcessEnv = {}, attemptMs = 10_000) =>
  createWebhook(webhook(some), env, attemptMs).deliver(tell, running);

test("json: the tell as it is", async () => {
  const tell = tellOf();
  expect(await deliver({}, tell)).toEqual({ outcome: "delivered" });
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({ method: "POST", path: "/hook", headers: { "content-type": "application/json; charset=utf-8" } });
  expect(JSON.parse(asked[0]?.body ?? "")).toEqual(tell);
});

test("json: never more than 16 KB", async () => {
  const last = { at: 1, why: "repair", step: "service", run: null, outcome: "proved", sentence: "x".repeat(20_000) } as const;
  await deliver({}, tellOf({ guard: { ...tellOf().guard, last } }));
  expect(asked[0]?.body.length).toBeLessThan(16_384);
  expect(JSON.parse(asked[0]?.body ?? "")).toMatchObject({ what: "down", guard: { last: null } });
});

test.each([
  [{ severity: "critical" }, "5", "rotating_light"],
  [{ severity: "warning" }, "4", "warning"],
  [{ severity: "info" }, "3", "information_source"],
  [{ severity: "info", edge: "ends" }, "3", "white_check_mark"],
] as const)("ntfy: %o has priority %s and tag %s", async (some, priority, tags) => {
  await deliver({ format: "ntfy" }, tellOf({ what: "gave-up", host: "büro", ...some, sentence: "zwölf Sekunden" }));
  expect(asked[0]).toMatchObject({ body: "zwölf Sekunden", headers: { priority, tags } });
  const title = String(asked[0]?.headers["title"]);
  const words = Buffer.from(/^=\?UTF-8\?B\?(.*)\?=$/u.exec(title)?.[1] ?? "", "base64").toString("utf8");
  expect(words).toBe(`gatetop: gave up${"edge" in some ? " is over" : ""} (ws://127.0.0.1:18789 on büro)`);
});

test("slack: text that cannot become a mention or a link", async () => {
  await deliver({ format: "slack" }, tellOf({ sentence: "<!channel> & <https://example.org|here>" }));
  expect(JSON.parse(asked[0]?.body ?? "")).toEqual({
    text: "*gatetop: down (ws://127.0.0.1:18789 on gateway-host)*\n&lt;!channel&gt; &amp; &lt;https://example.org|here&gt;",
  });
});

describe("what the answer means", () => {
  test.each<[string, Answer, object]>([
    ["204", status(204), { outcome: "delivered" }],
    ["500", status(500), { outcome: "again", why: "it answers 500", afterMs: null }],
    ["429 with a pause", status(429, { "retry-after": "7" }), { outcome: "again", why: "it answers 429", afterMs: 7_000 }],
    ["429 with a very long one", status(429, { "retry-after": "86400" }), { outcome: "again", why: "it answers 429", afterMs: 60_000 }],
    ["408", status(408), { outcome: "again", why: "it answers 408", afterMs: null }],
    ["404", status(404), { outcome: "never", why: "it answers 404" }],
    ["401", status(401), { outcome: "never", why: "it answers 401" }],
    [
      "a redirect",
      status(307, { location: "http://127.0.0.1:1/canary" }),
      { outcome: "never", why: "it answers 307, and redirects are not followed: give the address it points to" },
    ],
    ["a closed connection", (response) => void response.socket?.destroy(), { outcome: "again", why: "ECONNRESET", afterMs: null }],
  ])("%s", async (_, one, result) => {
    answer = one;
    expect(await deliver()).toEqual(result);
    expect(asked).toHaveLength(1);
  });

  test("none", async () => {
    answer = () => undefined;
    expect(await deliver({}, tellOf(), {}, 200)).toEqual({ outcome: "again", why: "no answer within 0.2 s", afterMs: null });
  });

  test("nobody listens", async () => {
    expect(await deliver({ url: "http://127.0.0.1:1/" })).toEqual({ outcome: "again", why: "ECONNREFUSED", afterMs: null });
  });

  test("the guard ends meanwhile", async () => {
    const ends = new AbortController();
    answer = () => ends.abort();
    expect(await createWebhook(webhook(), {}).deliver(tellOf(), ends.signal)).toMatchObject({ outcome: "never" });
  });
});

describe("its address", () => {
  test.each([
    ["http://hooks.example.org/canary", "its host is not a private address"],
    ["http://198.51.100.7/canary", "its host is not a private address"],
    ["ftp://127.0.0.1/canary", "not one of https or http"],
    ["canary", "not one of https or http"],
    ["https://user:canary@127.0.0.1/", "holds a name or password"],
  ])("%s is refused, and not repeated", async (url, why) => {
    const result = await deliver({ url });
    expect(result).toEqual({ outcome: "never", why: expect.stringContaining(why) as string });
    expect(JSON.stringify(result)).not.toContain("canary");
  });

  test("may be a secret of its own, and then nothing of it is named", async () => {
    const file = join(folder, "address");
    writeFileSync(file, `${address("/services/canary")}\n`, { mode: 0o600 });
    const sink = createWebhook(webhook({ url: { file } }), {});
    expect(await sink.deliver(tellOf(), running)).toEqual({ outcome: "delivered" });
    expect(asked[0]?.path).toBe("/services/canary");
    expect(sink.name).toBe("webhook (json)");
  });

  test("is named in the log by its host alone", () => {
    expect(createWebhook(webhook({ url: "https://ntfy.example.org/canary", format: "ntfy" }), {}).name).toBe(
      "webhook ntfy.example.org (ntfy)",
    );
  });
});

describe("its token", () => {
  const file = (text: string): string => {
    const path = join(folder, "token");
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };

  test("from a file: the first line, read anew each time", async () => {
    const token = { file: file("first-canary\nsecond line\n") };
    await deliver({ token });
    file("other-canary");
    await deliver({ token });
    expect(asked.map(({ headers }) => headers.authorization)).toEqual(["Bearer first-canary", "Bearer other-canary"]);
  });

  test("from the environment", async () => {
    await deliver({ token: { env: "HOOK_TOKEN" } }, tellOf(), { HOOK_TOKEN: " canary " });
    expect(asked[0]?.headers.authorization).toBe("Bearer canary");
  });

  test.each<[string, () => NonNullable<Webhook["token"]>, string, RegExp]>([
    ["a variable that is not set", () => ({ env: "HOOK_TOKEN" }), "again", /^\$HOOK_TOKEN is not set$/u],
    ["a file that is not there", () => ({ file: join(folder, "none") }), "again", /none cannot be read: ENOENT$/u],
    ["an empty file", () => ({ file: file("\n\n") }), "again", /the first line of .* is empty$/u],
    ["a directory", () => ({ file: folder }), "again", /is not a file with one line$/u],
    ["one with a break in it", () => ({ file: file("canary canary") }), "never", /characters that no header can carry$/u],
  ])("%s: nothing is sent", async (_, token, outcome, why) => {
    const result = await deliver({ token: token() });
    expect(result).toMatchObject({ outcome, why: expect.stringMatching(why) as string });
    expect(asked).toEqual([]);
    expect(JSON.stringify(result)).not.toContain("canary");
  });
});
