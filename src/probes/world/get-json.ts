// One GET, judged strictly: only JSON is an answer.
import http from "node:http";
import https from "node:https";
import type { HttpProbe } from "../../data/model/local.ts";
import { harmless } from "../../data/harmless.ts";
import { reasonOf } from "./failure.ts";

const maxBodyBytes = 1_000_000;

type Outcome = HttpProbe<unknown>["outcome"];

const outcomes: Readonly<Record<string, Outcome>> = { ECONNREFUSED: "refused", ECONNRESET: "reset", EPIPE: "reset", ETIMEDOUT: "timeout" };

// A new connection for every probe: one kept alive is still served by a gateway that takes no new clients, and would hide that.
// The certificate is not judged: the probe sends no credential, and the link does check it.
const options = { agent: false, rejectUnauthorized: false, headers: { accept: "application/json", connection: "close" } } as const;

function judge(status: number, location: string | undefined, text: string): Pick<HttpProbe<unknown>, "outcome" | "why" | "body"> {
  if (location !== undefined && status >= 300 && status < 400) {
    return { outcome: "not-json", why: `redirects to ${harmless(location, 120)}`, body: null };
  }
  if (text.trim() === "") return { outcome: "not-json", why: "empty body", body: null };
  try {
    return { outcome: "answered", why: null, body: JSON.parse(text) as unknown };
  } catch {
    return { outcome: "not-json", why: /^\s*</u.test(text) ? "an HTML page, not JSON" : "the body is not JSON", body: null };
  }
}

/** The timeout covers name lookup, connect, headers and body. `status` is kept even when the body failed. Never rejects. */
export function getJson(url: string, timeoutMs: number): Promise<HttpProbe<unknown>> {
  const began = performance.now();
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    let request: http.ClientRequest | undefined;
    let status: number | null = null;
    const settle = (outcome: Outcome, why: string | null, body: unknown = null): void => {
      clearTimeout(timer);
      request?.destroy();
      resolve({ outcome, status, ms: performance.now() - began, why, body });
    };
    const fail = (error: unknown): void => {
      const { code, why } = reasonOf(error);
      settle(outcomes[code] ?? "failed", why);
    };
    const receive = (response: http.IncomingMessage): void => {
      status = response.statusCode ?? null;
      const chunks: Buffer[] = [];
      let length = 0;
      response.on("data", (chunk: Buffer) => {
        length += chunk.length;
        if (length > maxBodyBytes) settle("failed", "the body is larger than 1 MB");
        else chunks.push(chunk);
      });
      response.on("error", fail);
      response.on("end", () => {
        const { outcome, why, body } = judge(status ?? 0, response.headers.location, Buffer.concat(chunks).toString("utf8"));
        settle(outcome, why, body);
      });
    };
    timer = setTimeout(() => {
      settle("timeout", status === null ? `no answer within ${timeoutMs} ms` : `the body did not end within ${timeoutMs} ms`);
    }, timeoutMs);
    try {
      const { get } = url.startsWith("https:") ? https : http;
      request = get(url, options, receive);
      request.on("error", fail);
    } catch (error) {
      fail(error);
    }
  });
}
