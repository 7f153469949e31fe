// The diagnostics ring, read in slices.
import { decodeStability } from "../../data/gateway/decode/stability.ts";
import { again } from "../../data/pace.ts";
import type { DiagnosticSlice } from "../../data/model/sessions.ts";
import { sources } from "../../data/snapshot.ts";
import type { Probe, World } from "../probe.ts";

const METHOD = "diagnostics.stability";
/** The whole ring: 1000 records, 180 KB once; a slice of two seconds is a few records. */
const LIMIT = 1_000;

async function slice(world: World, since: number): Promise<DiagnosticSlice> {
  const params = since > 0 ? { sinceSeq: since, limit: LIMIT } : { limit: LIMIT };
  return decodeStability(await world.request(METHOD, params, sources.stability.timeoutMs), since);
}

/**
 * Asks from one record back: an empty answer would not tell "nothing new" from "the ring of a new process, which counts from the
 * beginning again". With the last record gone, and no thousand newer ones that pushed it out, it is another ring: read it whole.
 */
export const stabilityProbe: Probe<"stability"> = {
  source: "stability",
  method: METHOD,
  on: ["work"],
  again: again("stability"),
  read: async (world, { last }) => {
    const since = last("stability")?.lastSeq ?? 0;
    if (since === 0) return slice(world, 0);
    const { records, lastSeq } = await slice(world, since - 1);
    const connected = records.some(({ seq }) => seq === since);
    if (!connected && records.length < LIMIT) return slice(world, 0);
    const oldest = records.reduce((least, { seq }) => Math.min(least, seq), lastSeq);
    return { since, lastSeq, dropped: connected ? 0 : oldest - since - 1, records: records.filter(({ seq }) => seq > since) };
  },
};
