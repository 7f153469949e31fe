// A line of the gateway's log as the book keeps it: checked, without secrets, one JSON.parse.
import { levelOf, messageOf, parsed, sessionIn, subsystemOf, timeOf } from "../gateway/decode/log-line.ts";
import { harmless } from "../harmless.ts";
import { hide } from "../hide.ts";
import { detached } from "./chunk.ts";
import type { LogLineIn } from "./log-book.ts";

const MESSAGE_MAX = 1_000;

/** Nearly no line has one: the patterns are tried on those that may. */
const perhapsSecret = /token|passw|secret|api[_-]?key|authorization|bearer|:\/\/|\d{6}:|[\w-]{40}/iu;

function withoutSecrets(text: string, secrets: readonly string[]): string {
  const known = secrets.some((secret) => secret !== "" && text.includes(secret));
  return known || perhapsSecret.test(text) ? hide(text, secrets) : text;
}

/** A cut text holds on to the whole one, and a slice to the whole read. */
const kept = (text: string): string => (text.length >= MESSAGE_MAX ? detached(text) : text);

/** `raw`: without its line break. A line that is not JSON is `plain`. */
export function logLineIn(raw: string, secrets: readonly string[] = []): LogLineIn {
  const line = parsed(raw);
  if (line === null) {
    return { at: null, level: "plain", subsystem: null, session: null, message: kept(withoutSecrets(harmless(raw, MESSAGE_MAX), secrets)) };
  }
  const message = withoutSecrets(messageOf(line, MESSAGE_MAX), secrets);
  return {
    at: timeOf(line),
    level: levelOf(line),
    subsystem: subsystemOf(line),
    session: sessionIn(line, message),
    message: kept(message),
  };
}
