// Which observation is which milestone. The first one counts; a boot that turns out to be the old one takes its milestones back.
import { newBoot } from "./boots.ts";
import { shortId } from "./short-id.ts";
import { goneMs, reached, servesAnew, servingSinceOf } from "./moments.ts";
import type { Observation, Seen } from "./observation.ts";
import type { Milestone, MilestoneName, RestartRun } from "./run.ts";
import { atLeast } from "./version.ts";
import { seconds } from "./spans.ts";

type Http = Extract<Seen, { kind: "http" }>;

/** /startupz exists since this release; before it, /readyz has to tell. */
const STARTUPZ_SINCE = "2026.8.1";

const version = ({ before, after }: RestartRun): string | null =>
  after.link?.version ?? before.serving?.version ?? before.link?.version ?? null;

/** True: this release has no /startupz. */
export function withoutStartupz(run: RestartRun): boolean {
  if (run.seen.some(({ seen }) => seen.kind === "http" && seen.path === "/startupz" && seen.outcome === "answered")) return false;
  return (
    atLeast(version(run), STARTUPZ_SINCE) === false ||
    run.before.serving?.from === "/readyz" ||
    run.seen.some(({ seen }) => seen.kind === "http" && seen.path === "/startupz" && seen.outcome === "not-json")
  );
}

/** True: no path of this release answers in JSON (2026.2.26 sends its web page), so that hello and an RPC have to do. */
export const withoutHttp = (run: RestartRun): boolean =>
  withoutStartupz(run) && run.seen.some(({ seen }) => seen.kind === "http" && seen.path === "/readyz" && seen.outcome === "not-json");

/** What keeps /readyz at 503 while a gateway is not there yet, or not any more; a channel that fails is another matter. */
const notYet = /^(?:startup|gateway)-/u;

function saysStarted(run: RestartRun, http: Http): boolean {
  if (http.outcome !== "answered") return false;
  if (http.path === "/startupz") return http.status === "started";
  if (http.path !== "/readyz" || !withoutStartupz(run)) return false;
  return http.status === "started" || (http.failing.length > 0 && !http.failing.some((name) => notYet.test(name)));
}

/** An answer of the boot that came after the request. Where no uptime is told, one that came after the old boot was gone. */
const ofNewBoot = (run: RestartRun, observation: Observation, http: Http): boolean =>
  servesAnew(run, servingSinceOf(run, observation, http)) ?? goneMs(run) !== null;

/** That nothing listens is what "port down" says already. */
const notRefused = (why: string | null): string | null => (why !== null && /refused/iu.test(why) ? null : why);

type Row = {
  readonly name: MilestoneName;
  /** Undefined: this observation is not it. */
  readonly detail: (run: RestartRun, seen: Seen, observation: Observation) => string | null | undefined;
};

const askedBy = (seen: Extract<Seen, { kind: "requested" | "signalled" }>): string =>
  seen.kind === "requested" ? seen.by : `${seen.signal} to pid ${seen.pid}`;

const answerDetail = ({ answer }: Extract<Seen, { kind: "answered" }>): string =>
  answer.delayMs > 0 ? `${answer.status}, in ${seconds(answer.delayMs)}` : answer.status;

const boots = (run: RestartRun, bootId: string | null): string | null => {
  if (bootId === null) return null;
  const before = run.before.link?.bootId ?? run.before.boot?.bootId ?? null;
  return before === null ? `boot ${shortId(bootId)}` : `boot ${shortId(before)} → ${shortId(bootId)}`;
};

const left = ({ workLeft }: RestartRun): string | null => (workLeft === null || workLeft === 0 ? null : `${workLeft} left`);

const rows: readonly Row[] = [
  { name: "requested", detail: (_run, seen) => (seen.kind === "requested" || seen.kind === "signalled" ? askedBy(seen) : undefined) },
  // A signal that was delivered is not accepted yet: it can be ignored.
  { name: "accepted", detail: (_run, seen) => (seen.kind === "answered" ? answerDetail(seen) : undefined) },
  {
    name: "draining",
    detail: (run, seen) => (seen.kind === "draining" || (seen.kind === "http" && seen.status === "draining") ? left(run) : undefined),
  },
  {
    name: "shutdown announced",
    detail: (_run, seen) => (seen.kind === "shutdown" ? (seen.of === "restart" ? "restarting" : "stopping") : undefined),
  },
  { name: "closed", detail: (_run, seen) => (seen.kind === "closed" ? (seen.code === null ? null : String(seen.code)) : undefined) },
  { name: "port down", detail: (_run, seen) => (seen.kind === "port" && !seen.open ? notRefused(seen.why) : undefined) },
  {
    name: "port up",
    detail: (run, seen) => {
      const open = (seen.kind === "port" && seen.open) || (seen.kind === "http" && seen.outcome !== "failed") || seen.kind === "hello";
      return open && reached(run, "port down") ? null : undefined;
    },
  },
  {
    name: "http",
    detail: (run, seen) =>
      seen.kind === "http" && seen.outcome !== "silent" && seen.outcome !== "failed" && reached(run, "port up")
        ? `${seen.path} ${seen.httpStatus ?? ""}`.trim()
        : undefined,
  },
  {
    name: "startupz",
    detail: (run, seen, observation) =>
      seen.kind === "http" && saysStarted(run, seen) && ofNewBoot(run, observation, seen) ? seen.path : undefined,
  },
  {
    name: "hello",
    detail: (run, seen) =>
      seen.kind === "hello" && (goneMs(run) !== null || newBoot(run) === true) ? boots(run, seen.link.bootId) : undefined,
  },
  {
    name: "ready",
    detail: (run, seen, observation) => {
      const ready = seen.kind === "http" && seen.path === "/readyz" && seen.httpStatus === 200 && seen.status === "started";
      if (!ready || !ofNewBoot(run, observation, seen)) return undefined;
      return seen.suppressed.length === 0 ? null : `without ${seen.suppressed.join(", ")}`;
    },
  },
];

/** What is known better later: which signal went where, and what a second request of the same run was answered. */
function told(milestone: Milestone, seen: Seen): Milestone {
  if (milestone.name === "requested" && seen.kind === "signalled") return { ...milestone, detail: askedBy(seen) };
  if (milestone.name !== "accepted" || seen.kind !== "answered" || milestone.detail === answerDetail(seen)) return milestone;
  return { ...milestone, detail: `${milestone.detail} → ${answerDetail(seen)}` };
}

/** Milestones that speak of a gateway that went: nothing of it is true when the old boot still answers. */
const ofGoing: ReadonlySet<string> = new Set(["closed", "port down", "port up", "http", "startupz", "hello", "ready"]);

/** The boot from before answers after all: the connection broke, or a proxy flapped. Old answers while it drains do not count. */
function oldBootBack(run: RestartRun, observation: Observation): boolean {
  const { seen } = observation;
  if (seen.kind === "hello") {
    const before = run.before.link?.bootId ?? null;
    return before !== null && before === seen.link.bootId;
  }
  if (seen.kind !== "http" || seen.status !== "started" || run.before.serving?.servingSince === undefined) return false;
  return reached(run, "port up") && servesAnew(run, servingSinceOf(run, observation, seen)) === false;
}

/** The milestones after one more observation, which `run.seen` holds already. */
export function milestonesAfter(run: RestartRun, observation: Observation): readonly Milestone[] {
  if (oldBootBack(run, observation)) return run.milestones.filter(({ name }) => !ofGoing.has(name));
  let marked: RestartRun = { ...run, milestones: run.milestones.map((milestone) => told(milestone, observation.seen)) };
  for (const { name, detail } of rows) {
    if (reached(marked, name)) continue;
    const said = detail(marked, observation.seen, observation);
    if (said !== undefined) marked = { ...marked, milestones: [...marked.milestones, { name, ms: observation.ms, detail: said }] };
  }
  return marked.milestones;
}
