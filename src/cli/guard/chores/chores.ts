// The guard's chores, each in its time and beside the looks: nothing here can hold one up.
import type { AlertSettings } from "../../../data/alerts/settings.ts";
import { choreEdges, choresDue, type Chore, type ChoreEdges, type ChoresDone, type ChoreTell } from "../../../data/guard/chores.ts";
import type { GuardFile } from "../../../data/guard/state-file.ts";
import type { Target } from "../../../data/target.ts";
import { usualFiles } from "../../../probes/evidence/log-evidence.ts";
import type { ConfigCopies } from "../config-copies.ts";
import type { Ask } from "./ask.ts";
import { askCredentials, credentialFindings } from "./credentials.ts";
import { diskFindings, diskSpace } from "./disk.ts";
import { askLogFile, cleanLogs } from "./logs.ts";

export type ChoreParts = {
  readonly target: Target;
  /** Null: the config is not on this host. */
  readonly copies: ConfigCopies | null;
  /** As they are now. */
  readonly alerts: () => AlertSettings;
  /** True: OpenClaw's old logs are removed. Never in a dry run, or where nothing may be changed. */
  readonly cleanLogs: () => boolean;
  /** Over the link that watches; rejects with RpcFailure. Null: there is none. */
  readonly ask: Ask | null;
  readonly uid: number | null;
  readonly now: () => number;
};

export type Chores = {
  /** Null: none is due, or one is under way. For a gateway that is well for a minute. Never rejects. */
  readonly run: (memory: Pick<GuardFile, "chores" | "told">) => Promise<ChoresDone> | null;
};

const nothing: ChoreEdges = { tells: [], begun: [], ended: [] };
const once = (tell: ChoreTell | null): ChoreEdges => (tell === null ? nothing : { ...nothing, tells: [tell] });

type Does = (parts: ChoreParts, told: GuardFile["told"]) => Promise<ChoreEdges>;

function config({ copies }: ChoreParts): ChoreEdges {
  const { broken, trouble } = copies?.keep() ?? { broken: null, trouble: null };
  if (broken !== null) return once({ what: "config-broken", edge: "once", severity: "warning", subject: "config", sentence: broken });
  return once(trouble === null ? null : { what: "guard", edge: "once", severity: "warning", subject: "config copies", sentence: trouble });
}

const does: { readonly [C in Chore]: Does } = {
  config: (parts) => Promise.resolve(config(parts)),
  disk: async ({ target, alerts }, told) => {
    const path = target.local ? target.stateDir : null;
    if (path === null) return nothing;
    const findings = diskFindings(path, await diskSpace(path), alerts(), told);
    return findings === null ? nothing : choreEdges("disk", findings, told, () => `the disk of ${path} has room again`);
  },
  credentials: async ({ ask, alerts, now }, told) => {
    const findings = ask === null ? null : credentialFindings(await askCredentials(ask), alerts(), told, now());
    return findings === null
      ? nothing
      : choreEdges("credentials", findings, told, (provider) => `${provider}: its credentials are well again`);
  },
  logs: async ({ target, cleanLogs: clean, ask, uid, now }) => {
    if (!target.local || uid === null) return nothing;
    const places = { usual: usualFiles(target, uid, now()), current: ask === null ? null : await askLogFile(ask) };
    return once(await cleanLogs({ places, uid, now: now(), clean: clean() }));
  },
};

export function createChores(parts: ChoreParts): Chores {
  let busy = false;

  async function run(due: readonly Chore[], told: GuardFile["told"]): Promise<ChoresDone> {
    busy = true;
    try {
      const edges: ChoreEdges[] = [];
      for (const name of due) edges.push(await does[name](parts, told));
      return {
        done: due,
        tells: edges.flatMap(({ tells }) => tells),
        begun: edges.flatMap(({ begun }) => begun),
        ended: edges.flatMap(({ ended }) => ended),
      };
    } finally {
      busy = false;
    }
  }

  return {
    run: ({ chores, told }) => {
      const due = busy ? [] : choresDue(chores, parts.now());
      return due.length === 0 ? null : run(due, told);
    },
  };
}
