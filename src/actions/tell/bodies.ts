// One tell as each kind of webhook wants it.
import type { TellTo } from "../../data/guard/settings.ts";
import type { Tell } from "../../data/guard/tell.ts";

export type Body = { readonly text: string; readonly headers: Readonly<Record<string, string>> };
type Format = Extract<TellTo, { to: "webhook" }>["format"];

const MAX_BYTES = 16_384;
const json = { "content-type": "application/json; charset=utf-8" };

/** What was done last is the only part whose length is not bounded. */
function bounded(tell: Tell): string {
  const whole = JSON.stringify(tell);
  return Buffer.byteLength(whole) <= MAX_BYTES ? whole : JSON.stringify({ ...tell, guard: { ...tell.guard, last: null } });
}

const headline = ({ what, edge, gateway, host }: Tell): string =>
  `gatetop: ${what.replaceAll("-", " ")}${edge === "ends" ? " is over" : ""} (${gateway} on ${host})`;

/** Header lines are ASCII; anything else as RFC 2047 has it, which ntfy reads. */
const headerText = (text: string): string =>
  /^[\u0020-\u007e]*$/u.test(text) ? text : `=?UTF-8?B?${Buffer.from(text, "utf8").toString("base64")}?=`;

/** ntfy: 5 is urgent, 3 is usual. */
const priorities: { readonly [S in Tell["severity"]]: string } = { critical: "5", warning: "4", info: "3" };
const tags: { readonly [S in Tell["severity"]]: string } = { critical: "rotating_light", warning: "warning", info: "information_source" };

const slackText = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

export const bodies: { readonly [F in Format]: (tell: Tell) => Body } = {
  json: (tell) => ({ text: bounded(tell), headers: json }),
  ntfy: (tell) => ({
    text: tell.sentence,
    headers: {
      "content-type": "text/plain; charset=utf-8",
      title: headerText(headline(tell)),
      priority: priorities[tell.severity],
      tags: tell.edge === "ends" ? "white_check_mark" : tags[tell.severity],
    },
  }),
  slack: (tell) => ({
    text: JSON.stringify({ text: `*${slackText(headline(tell))}*\n${slackText(tell.sentence)}` }),
    headers: json,
  }),
};
