// RPC node.list. Addresses, capabilities and permissions of the nodes are left out.
import type { NodeEntry } from "../../service/unit-audit.ts";
import { bool, decoding, needList, needText, rows, text, time, type Fields } from "./field.ts";

const NODES_MAX = 100;

export function decodeNodes(payload: unknown): readonly NodeEntry[] {
  return decoding("node.list", payload, (from) => rows(needList(from, "nodes"), "nodes", NODES_MAX, nodeOf));
}

const nodeOf = (from: Fields): NodeEntry => ({
  id: needText(from, "nodeId", 80),
  name: text(from, "displayName", 80),
  platform: text(from, "platform", 40),
  connected: bool(from, "connected"),
  lastSeenAt: time(from, "lastSeenAtMs"),
});
