// Each look by its name: what it asks and which observations its answer is.
import type { LinkTap, Witness } from "../../data/action/ports.ts";
import { decodeChannels } from "../../data/gateway/decode/channels.ts";
import { DecodeError } from "../../data/gateway/decode/field.ts";
import { decodePreflight } from "../../data/gateway/decode/work.ts";
import { accountKey, channelState } from "../../data/model/channels.ts";
import { isNamed } from "../../data/restart/attribution.ts";
import type { Seen } from "../../data/restart/observation.ts";
import type { RestartRun } from "../../data/restart/run.ts";
import { RpcFailure } from "../probe.ts";
import { drainingIn } from "./from-link.ts";
import type { Look } from "./pace.ts";

export type Looking = { readonly witness: Witness; readonly link: LinkTap; readonly run: () => RestartRun };
export type Looks = Readonly<Record<Look, () => Promise<readonly Seen[]>>>;

/** A connection that was taken and not answered for so long counts as silent. */
const HTTP_TIMEOUT_MS = 1_500;
const PORT_TIMEOUT_MS = 500;
const RPC_TIMEOUT_MS = 2_000;
/** Of the boot table only the newest rows can be of this restart: the one that ended and the one that began. */
const BOOTS = 3;

const one = async (seen: Promise<Seen>): Promise<readonly Seen[]> => [await seen];

export function createLooks({ witness, link, run }: Looking): Looks {
  /** A gateway that cannot answer just now is watched by other means. */
  async function asked(method: string, read: (payload: unknown) => readonly Seen[]): Promise<readonly Seen[]> {
    try {
      return read(await link.request(method, {}, RPC_TIMEOUT_MS));
    } catch (error) {
      if (error instanceof DecodeError) return [];
      if (!(error instanceof RpcFailure)) throw error;
      const draining = drainingIn(error);
      return draining === null ? [] : [draining];
    }
  }

  return {
    port: () => one(witness.port(PORT_TIMEOUT_MS)),
    healthz: () => one(witness.http("/healthz", HTTP_TIMEOUT_MS)),
    startupz: () => one(witness.http("/startupz", HTTP_TIMEOUT_MS)),
    readyz: () => one(witness.http("/readyz", HTTP_TIMEOUT_MS)),
    lock: () => one(witness.lock()),
    process: () => one(witness.process()),
    unit: async () => {
      const reading = await witness.supervisor();
      return reading.found ? [{ kind: "unit", unit: reading.facts }] : [];
    },
    work: () =>
      asked("gateway.restart.preflight", (payload) => {
        const { safe, counts, blockers } = decodePreflight(payload);
        const total = counts["totalActive"] ?? blockers.reduce((sum, { count }) => sum + count, 0);
        return [{ kind: "work", left: total, safe, blockers }];
      }),
    channels: () =>
      asked("channels.status", (payload) =>
        decodeChannels(payload)
          .accounts.filter((account) => run().channels.has(accountKey(account)))
          .map((account) => {
            const state = channelState(account);
            return { kind: "channel", account: accountKey(account), up: state === "ready", state };
          }),
      ),
    boots: async () => {
      const boots = await witness.boots();
      // Nobody but the log can name who asked then.
      if (boots === null) return isNamed(run()) || run().phase === "settling" ? [] : witness.log(run().at);
      // Oldest first, so that the newest is heard last.
      return boots
        .slice(0, BOOTS)
        .toReversed()
        .map((boot) => ({ kind: "boot", boot }));
    },
    log: async () => witness.log(run().at),
  };
}
