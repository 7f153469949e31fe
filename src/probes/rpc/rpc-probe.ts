// A source that is one read-only RPC: method, params, decoder.
import { sources, type Source, type Values } from "../../data/snapshot.ts";
import type { Probe } from "../probe.ts";

type Row<K extends Source> = {
  readonly source: K;
  readonly method: string;
  readonly decode: (payload: unknown) => Values[K];
  readonly on?: readonly string[];
};

/** Asks without parameters: every release answers that, and old ones refuse keys they do not know. */
export function rpcProbe<K extends Source>({ source, method, decode, on = [] }: Row<K>): Probe<K> {
  return {
    source,
    method,
    on,
    read: async (world) => decode(await world.request(method, {}, sources[source].timeoutMs)),
  };
}
