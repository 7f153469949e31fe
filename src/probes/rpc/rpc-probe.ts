// A source that is one read-only RPC: method, params, decoder.
import { sources, type Source, type Values } from "../../data/snapshot.ts";
import type { Probe } from "../probe.ts";

type Row<K extends Source> = {
  readonly source: K;
  readonly method: string;
  /** Only what every release with the method knows: old ones refuse keys they do not. */
  readonly params?: Readonly<Record<string, unknown>>;
  readonly decode: (payload: unknown) => Values[K];
  readonly scope?: string;
  readonly on?: readonly string[];
  readonly again?: (value: Values[K]) => number | null;
};

export function rpcProbe<K extends Source>({ source, method, params = {}, decode, scope, on = [], again }: Row<K>): Probe<K> {
  return {
    source,
    method,
    on,
    ...(scope === undefined ? {} : { scope }),
    ...(again === undefined ? {} : { again }),
    read: async (world) => decode(await world.request(method, params, sources[source].timeoutMs)),
  };
}
