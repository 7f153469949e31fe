// What the guard prints: a line for people, or a tell as JSON. The journal of systemd has times and priorities of its own.
import type { GuardMemory } from "../../data/guard/memory.ts";
import type { Tell } from "../../data/guard/tell.ts";
import { isJournal, lineOf } from "./tells.ts";

export type Lines = {
  readonly tell: (tell: Tell) => void;
  /** What a look changed: not told to anybody else. */
  readonly saw: (before: GuardMemory, after: GuardMemory) => void;
  readonly say: (severity: Tell["severity"], sentence: string) => void;
};

type LinesParts = {
  readonly json: boolean;
  readonly env: NodeJS.ProcessEnv;
  /** Epoch ms. */
  readonly now: () => number;
  readonly write: (text: string) => void;
};

const marks: { readonly [E in Tell["edge"]]: string } = { begins: "! ", ends: "ok ", once: "" };

/** 2026-11-20 15:00:05, UTC as in OpenClaw's own log. */
const stamp = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace("T", " ")}Z `;

function severityOf({ standing, strikes }: GuardMemory): Tell["severity"] {
  return standing === "well" || strikes.length === 0 ? "info" : "warning";
}

export function createLines({ json, env, now, write }: LinesParts): Lines {
  const journal = isJournal(1, env);
  /** Since the look before: what a tell has said needs no line of its own. */
  let told = "";
  const say = (severity: Tell["severity"], sentence: string): void => {
    if (!json) write(lineOf(severity, `${journal ? "" : stamp(now())}${sentence}`, journal));
  };
  return {
    say,
    tell: (tell) => {
      told = tell.sentence;
      if (json) write(`${JSON.stringify(tell)}\n`);
      else say(tell.severity, `${marks[tell.edge]}${tell.what}: ${tell.sentence}`);
    },
    saw: (before, after) => {
      // What is done, or would be, is told.
      const isTold = after.decision.follows === "repair" || told.includes(after.decision.sentence);
      const isNews = before.decision.row !== after.decision.row || before.strikes.length !== after.strikes.length;
      if (isNews && !isTold) {
        say(severityOf(after), `${after.standing} · ${after.decision.follows} · ${after.decision.sentence}`);
      }
      told = "";
    },
  };
}
