// The restart script, seen by the real link.
import { expect, test } from "vitest";
import { decodeHello } from "../../src/data/gateway/decode/hello.ts";
import { decodePush } from "../../src/data/gateway/decode/push.ts";
import { createLink } from "../../src/data/gateway/link.ts";
import type { LinkEvent } from "../../src/data/gateway/link-options.ts";
import type { LinkState } from "../../src/data/link-state.ts";
import type { DemoGateway } from "../../src/demo/gateway.ts";
import { knockUntil } from "./asking.ts";
import { scenarioClock, withDemo } from "./client.ts";

/** The link's events, to wait on in order: what came before the wanted one is passed over. */
function follow(gateway: DemoGateway) {
  const seen: LinkEvent[] = [];
  let wake = (): void => undefined;
  const link = createLink({
    url: gateway.url,
    credentials: { token: gateway.token },
    identity: null,
    tlsFingerprint: null,
    instanceId: "i-1",
    version: "0.1.0",
    now: Date.now,
    random: () => 0,
    onEvent: (event) => {
      seen.push(event);
      wake();
    },
    decodeHello,
    decodePush,
  });
  link.start();
  const next = async <T>(wanted: (event: LinkEvent) => T | undefined): Promise<T> => {
    for (;;) {
      const event = seen.shift();
      const found = event === undefined ? undefined : wanted(event);
      if (found !== undefined) return found;
      if (event === undefined)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  };
  const phase = <P extends LinkState["phase"]>(name: P): Promise<Extract<LinkState, { phase: P }>> =>
    next((event) => (event.type === "link" && event.link.phase === name ? (event.link as Extract<LinkState, { phase: P }>) : undefined));
  const push = (name: string): Promise<unknown> =>
    next((event) => (event.type === "pushed" ? event.pushes.find((one) => one.push === name) : undefined));
  return { link, phase, push };
}

test("restart-drain: drains, says goodbye, is gone, and comes back as another boot", async () => {
  const clock = scenarioClock(0);
  await withDemo({ scenario: "restart-drain", ...clock.options }, async (gateway) => {
    const { link, phase, push } = follow(gateway);
    try {
      const before = await phase("open");
      clock.moveTo(4_500);
      expect(await push("suspension")).toMatchObject({ phase: "preparing" });
      await expect(link.request("status", {}, 5_000)).rejects.toThrow("unavailable during gateway suspension");
      clock.moveTo(22_050);
      expect(await push("shutdown")).toMatchObject({ announced: { kind: "restart", expectedMs: 1500 } });
      clock.moveTo(22_150);
      expect(await phase("waiting")).toMatchObject({ code: 1012, announced: { reason: "gateway restarting" } });
      await knockUntil(gateway.port, "ECONNREFUSED");
      clock.moveTo(24_400);
      const starting = async (): Promise<void> => {
        for (;;) if ((await phase("waiting")).why === "the gateway is starting up") return;
      };
      await starting();
      clock.moveTo(26_000);
      const after = await phase("open");
      expect(after.generation).toBeGreaterThan(before.generation);
      expect(after.hello.bootId).not.toBe(before.hello.bootId);
      expect(after.hello.suspension).toBe("accepting");
    } finally {
      link.stop();
    }
  });
});

test("token-refused: the link says so and stays away", () =>
  withDemo({ scenario: "token-refused" }, async (gateway) => {
    const { link, phase } = follow(gateway);
    try {
      expect(await phase("refused")).toMatchObject({ refusal: { code: "AUTH_TOKEN_MISMATCH" }, retryAt: null });
    } finally {
      link.stop();
    }
  }));
