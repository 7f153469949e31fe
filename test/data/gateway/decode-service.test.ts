// What the gateway tells of its plugins, nodes and heartbeat.
import { describe, expect, test } from "vitest";
import { decodeHeartbeat } from "../../../src/data/gateway/decode/heartbeat.ts";
import { decodeNodes } from "../../../src/data/gateway/decode/nodes.ts";
import { decodePlugins } from "../../../src/data/gateway/decode/plugins.ts";
import { captured } from "../../support/fixture.ts";

describe("plugins.list", () => {
  test("those that are on; what could be installed is left out", () => {
    expect(decodePlugins(captured("2026.9.6/service/plugins.list"))).toEqual([
      { id: "alibaba", version: "2026.9.6", state: "enabled", runtime: "unloaded" },
      { id: "anthropic", version: "2026.9.6", state: "enabled", runtime: "active" },
      { id: "azure-speech", version: "2026.9.6", state: "enabled", runtime: "unloaded" },
    ]);
  });

  test("one in error is told, by its name alone", () => {
    const broken = { id: "x", name: "X", state: "error", error: "token canary is wrong", enabled: true };
    expect(decodePlugins({ plugins: [broken] })).toEqual([{ id: "x", version: null, state: "error", runtime: null }]);
  });

  test("without a list it is no answer", () => expect(() => decodePlugins({})).toThrow("plugins.list: plugins is missing"));
});

describe("node.list", () => {
  test("none paired", () => expect(decodeNodes(captured("2026.9.6/service/node.list"))).toEqual([]));

  test("a node by name; its address is left out", () => {
    const node = { nodeId: "n1", displayName: "mac\u001b[2J", platform: "macos", connected: true, remoteIp: "10.0.0.7", lastSeenAtMs: 5 };
    expect(decodeNodes({ nodes: [node, { nodeId: "n2" }] })).toEqual([
      { id: "n1", name: "mac", platform: "macos", connected: true, lastSeenAt: 5 },
      { id: "n2", name: null, platform: null, connected: null, lastSeenAt: null },
    ]);
  });
});

describe("last-heartbeat", () => {
  test("when and how it went; what it said is left out", () => {
    const heartbeat = decodeHeartbeat(captured("2026.9.6/service/last-heartbeat"));
    expect(heartbeat).toEqual({ at: 1_795_164_530_522, status: "skipped", reason: "no-route", durationMs: 1_778 });
  });

  test("none yet", () => expect(decodeHeartbeat(null)).toEqual({ at: null, status: null, reason: null, durationMs: null }));
});
