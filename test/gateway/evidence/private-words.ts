// What a gateway under test was really told and nobody else may learn: it is said to it, and looked for in what leaves the host.
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { apiKey } from "../config.ts";
import { botToken } from "../fake-telegram.ts";
import type { RealGateway } from "../gateway.ts";

/** An IRC account, named after somebody. */
export const ACCOUNT = "grossmutter";
export const PHONE = "+4915112345678";
export const SESSION = `agent:main:telegram:direct:${PHONE}`;
export const TITLE = "Scheidung besprechen";
export const MESSAGE = "Bring Kuchen um achtzehn Uhr vorbei";
export const PROMPT = "Frag Hildegard nach der Wohnung";
export const REASON = "Umzug nach Buxtehude";

/** By what each is, and none of them a word that anybody would use. */
export function privateWords(gateway: RealGateway): readonly (readonly [what: string, text: string])[] {
  return [
    ["the gateway's token", gateway.token],
    ["a part of it", gateway.token.slice(-12)],
    ["the provider's key", apiKey],
    ["a bot's token", botToken.split(":")[1] ?? ""],
    ["an account", ACCOUNT],
    ["a phone number", PHONE],
    ["the same without a plus", PHONE.slice(1)],
    ["a title", TITLE],
    ["a word of it", "Scheidung"],
    ["a message", "Kuchen"],
    ["another word of it", "achtzehn"],
    ["a prompt", "Hildegard"],
    ["another word of it", "Wohnung"],
    ["a reason", "Buxtehude"],
    ["the gateway's home", gateway.home],
    ["this host's name, as a text", `"${hostname()}"`],
  ];
}

export const foundIn = (text: string, words: readonly (readonly [string, string])[]): readonly string[] =>
  words.filter(([, word]) => text.toLowerCase().includes(word.toLowerCase())).map(([what]) => what);

type Line = { readonly message?: unknown };

/** What stands in the gateway's own log; only what is long enough to be nobody's habit. */
export function logTexts(gateway: RealGateway): readonly string[] {
  const lines = readFileSync(join(gateway.home, "gateway.log"), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("{"));
  const messages = lines.map((line) => (JSON.parse(line) as Line).message).filter((message) => typeof message === "string");
  return [...new Set(messages.map((message) => message.trim()))].filter((message) => message.length >= 40);
}
