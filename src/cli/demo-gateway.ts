// --demo: the embedded gateway, and what stands in for this host's own probes.
import type { Target } from "../data/target.ts";

export type Demo = Awaited<ReturnType<typeof openDemo>>;

/** A dashboard begins before the trouble, one look shows it. */
export async function openDemo(target: Target, dashboard: boolean) {
  const { startDemoGateway } = await import("../demo/gateway.ts");
  const { noBoots } = await import("../demo/local.ts");
  const { defaultScenario, isScenarioName, scenarios } = await import("../demo/scenarios.ts");
  const name = isScenarioName(target.demo ?? "") ? (target.demo as keyof typeof scenarios) : defaultScenario;
  const gateway = await startDemoGateway({ scenario: name, now: Date.now, startAtMs: dashboard ? 0 : scenarios[name].showAtMs });
  const { local, scenario } = gateway;
  return {
    target: { ...target, url: gateway.url, host: "127.0.0.1", port: gateway.port, local: true, demo: name, credential: "token" as const },
    token: gateway.token,
    localProbes: {
      process: { source: "process", read: () => Promise.resolve(local.process()) },
      host: { source: "host", read: () => Promise.resolve(local.host()) },
      unit: { source: "unit", read: () => Promise.resolve(local.unit()) },
      supervisor: { source: "supervisor", read: () => Promise.resolve(local.supervisor()) },
      bootHistory: {
        source: "bootHistory",
        read: () => {
          const boots = local.bootHistory();
          return boots === null ? Promise.reject(new Error(noBoots(scenario.release))) : Promise.resolve(boots);
        },
      },
      unitAudit: { source: "unitAudit", read: async () => (await import("../demo/service.ts")).unitAuditReading(local.world()) },
      bundles: { source: "bundles", read: async () => (await import("../demo/service.ts")).bundleReadings(local.world()) },
    } as const,
    /** What an action is watched with and done with: neither reaches this host. */
    witness: gateway.witness,
    hands: gateway.hands,
    close: gateway.close,
  };
}
