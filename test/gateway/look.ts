// The built program against a real gateway: one snapshot as JSON, or the dashboard on a pty.
import { openPty, type Pty } from "../support/pty.ts";
import { programPath, runProgram, type Home } from "../support/program.ts";
import type { RealGateway } from "./gateway.ts";

/** The part of schema gatetop/1 this suite asserts, written down apart from the program. */
export type Snapshot = {
  readonly schema: string;
  readonly target: { readonly url: string; readonly local: boolean };
  readonly verdict: { readonly level: string; readonly summary: string };
  readonly ladder: readonly { readonly rung: string; readonly status: string; readonly why: string | null }[];
  readonly gateway: {
    readonly version: string | null;
    readonly protocol: number | null;
    readonly pid: number | null;
    readonly bootId: string | null;
    readonly uptimeMs: number | null;
    readonly processUptimeMs: number | null;
    readonly rssBytes: number | null;
  };
  readonly channels:
    | readonly {
        readonly channel: string;
        readonly account: string;
        readonly state: string;
        readonly running: boolean | null;
        readonly connected: boolean | null;
        readonly lastError: string | null;
        /** `nextAt` by the gateway's clock. */
        readonly retry: { readonly attempt: number; readonly of: number; readonly nextAt: number | null } | null;
      }[]
    | null;
  readonly lanes: readonly { readonly lane: string; readonly active: number; readonly queued: number; readonly limit: number }[] | null;
  readonly sessions: {
    readonly total: number | null;
    readonly running: number | null;
    readonly queued: number | null;
    readonly stuck: number | null;
    readonly items: readonly {
      readonly key: string;
      readonly state: string | null;
      readonly ageMs: number | null;
      readonly queueDepth: number | null;
      readonly tokens: number | null;
    }[];
  };
  readonly messages: {
    readonly received: number | null;
    readonly processed: number | null;
    readonly why: string | null;
    readonly detector: readonly {
      readonly type: string;
      readonly at: number;
      readonly ageMs: number | null;
      readonly reason: string | null;
    }[];
  };
  readonly usage: { readonly tokensToday: number | null; readonly costTodayUsd: number | null };
  readonly alerts: readonly {
    /** `rule/subject`. */
    readonly id: string;
    readonly rule: string;
    readonly subject: string;
    readonly message: string;
    readonly severity: string;
    readonly cause: string | null;
  }[];
};

const target = (gateway: RealGateway): readonly string[] => ["--url", gateway.url, "--token-file", gateway.tokenFile];

export async function look(gateway: RealGateway, home: Home): Promise<Snapshot> {
  const outcome = await runProgram([...target(gateway), "--json"], { env: home.env });
  if (outcome.code !== 0) throw new Error(`--json ended with ${outcome.code ?? outcome.signal}: ${outcome.stderr}`);
  return JSON.parse(outcome.stdout) as Snapshot;
}

export type Size = { readonly columns: number; readonly rows: number };

export function openDashboard(gateway: RealGateway, home: Home, size: Size = { columns: 140, rows: 44 }): Pty {
  return openPty([process.execPath, programPath, ...target(gateway)], { ...size, env: home.env });
}

/** A predicate for `until`: the text is somewhere on the screen. */
export const shows =
  (...patterns: readonly RegExp[]) =>
  (screen: readonly string[]): boolean => {
    const text = screen.join("\n");
    return patterns.every((pattern) => pattern.test(text));
  };

/** The link is open, as the first line says it. */
export const live = (screen: readonly string[]): boolean => /● live/u.test(screen[0] ?? "");

export async function quit(pty: Pty): Promise<number> {
  pty.write("q");
  return (await pty.exited).status;
}
