// A tell by HTTP: one POST, no redirects, credentials never over a public plain connection.
import type { TellTo } from "../../data/guard/settings.ts";
import { isConfined } from "../../data/gateway/plaintext.ts";
import { harmless } from "../../data/harmless.ts";
import { bodies, type Body } from "./bodies.ts";
import { openSecret } from "./secret-in.ts";
import { again, ATTEMPT_MS, delivered, never, wasStopped, type Delivered, type Sink } from "./sink.ts";

type Webhook = Extract<TellTo, { to: "webhook" }>;
type Address = { readonly ok: true; readonly url: URL } | { readonly ok: false; readonly result: Delivered };

const RETRY_AFTER_MAX_MS = 60_000;
/** Of the 4xx these two pass by themselves. */
const passing = new Set([408, 429]);

const refused = (why: string): Address => ({ ok: false, result: never(why) });

/** Nothing of `text` is said: it may be a secret as a whole. */
function addressIn(text: string): Address {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) return refused("its address is not one of https or http");
  if (url.username !== "" || url.password !== "") return refused("its address holds a name or password: give a token in a file instead");
  if (url.protocol === "http:" && !isConfined(url.hostname))
    return refused("its host is not a private address, and http would send everything there unencrypted: use https");
  return { ok: true, url };
}

async function addressOf({ url }: Webhook, env: NodeJS.ProcessEnv): Promise<Address> {
  if (typeof url === "string") return addressIn(url);
  const opened = await openSecret(url, env);
  return opened.ok ? addressIn(opened.value) : { ok: false, result: again(opened.why) };
}

function retryAfterMs(header: string | undefined): number | null {
  return header !== undefined && /^\d{1,9}$/u.test(header) ? Math.min(Number(header) * 1_000, RETRY_AFTER_MAX_MS) : null;
}

function answered(status: number, retryAfter: string | undefined): Delivered {
  if (status >= 200 && status < 300) return delivered;
  if (status >= 300 && status < 400) return never(`it answers ${status}, and redirects are not followed: give the address it points to`);
  const why = `it answers ${status}`;
  return status >= 500 || passing.has(status) ? again(why, retryAfterMs(retryAfter)) : never(why);
}

async function post(url: URL, { text, headers }: Body, stopped: AbortSignal, attemptMs: number): Promise<Delivered> {
  const { request } = url.protocol === "https:" ? await import("node:https") : await import("node:http");
  if (stopped.aborted) return wasStopped;
  return new Promise((resolve) => {
    const length = String(Buffer.byteLength(text));
    const sent = request(url, { method: "POST", agent: false, headers: { ...headers, "content-length": length, "user-agent": "gatetop" } });
    const settle = (result: Delivered): void => {
      clearTimeout(timer);
      stopped.removeEventListener("abort", onStop);
      resolve(result);
      sent.destroy();
    };
    const onStop = (): void => settle(wasStopped);
    const timer = setTimeout(() => settle(again(`no answer within ${attemptMs / 1_000} s`)), attemptMs);
    stopped.addEventListener("abort", onStop);
    // It stays: what is destroyed after its answer may complain.
    sent.on("error", (error) =>
      settle(again("code" in error && typeof error.code === "string" ? error.code : harmless(error.message, 80))),
    );
    sent.once("response", (response) => settle(answered(response.statusCode ?? 0, response.headers["retry-after"])));
    sent.end(text);
  });
}

/** Known before anything is sent; a host behind a secret is not named. */
function nameOf({ format, url }: Webhook): string {
  const host = typeof url === "string" && URL.canParse(url) ? ` ${new URL(url).host}` : "";
  return harmless(`webhook${host} (${format})`, 120);
}

export function createWebhook(to: Webhook, env: NodeJS.ProcessEnv, attemptMs: number = ATTEMPT_MS): Sink {
  return {
    name: nameOf(to),
    deliver: async (tell, stopped) => {
      const address = await addressOf(to, env);
      if (!address.ok) return address.result;
      const body = bodies[to.format](tell);
      if (to.token === null) return post(address.url, body, stopped, attemptMs);
      const token = await openSecret(to.token, env);
      if (!token.ok) return again(token.why);
      if (!/^[\u0021-\u007e]+$/u.test(token.value)) return never("its token holds characters that no header can carry");
      return post(address.url, { ...body, headers: { ...body.headers, authorization: `Bearer ${token.value}` } }, stopped, attemptMs);
    },
  };
}
