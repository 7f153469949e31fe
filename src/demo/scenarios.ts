// Every scenario, by name.
import type { Scenario } from "./scenario.ts";
import { calm } from "./scenarios/calm.ts";
import { channelDown } from "./scenarios/channel-down.ts";
import { channelLadder } from "./scenarios/channel-ladder.ts";
import { channelStorm } from "./scenarios/channel-storm.ts";
import { costCronCredentials } from "./scenarios/cost-cron-credentials.ts";
import { crashLoop } from "./scenarios/crash-loop.ts";
import { deafChannel } from "./scenarios/deaf-channel.ts";
import { flappingChannel } from "./scenarios/flapping.ts";
import { frozen } from "./scenarios/frozen.ts";
import { logBurst } from "./scenarios/log-burst.ts";
import { memoryLeak } from "./scenarios/memory-leak.ts";
import { oldGateway } from "./scenarios/old-gateway.ts";
import { queueGrowing } from "./scenarios/queue-growing.ts";
import { queueWait } from "./scenarios/queue-wait.ts";
import { recoveryIneffective } from "./scenarios/recovery-ineffective.ts";
import { restartDeferred } from "./scenarios/restart-deferred.ts";
import { restartDrain } from "./scenarios/restart-drain.ts";
import { stuckSession } from "./scenarios/stuck-session.ts";
import { tokenRefused } from "./scenarios/token-refused.ts";
import { tombstones } from "./scenarios/tombstones.ts";
import { webhookLost } from "./scenarios/webhook-lost.ts";

export const scenarios = {
  calm,
  "channel-down": channelDown,
  "channel-ladder": channelLadder,
  "channel-storm": channelStorm,
  "deaf-channel": deafChannel,
  flapping: flappingChannel,
  "stuck-session": stuckSession,
  "recovery-ineffective": recoveryIneffective,
  "queue-wait": queueWait,
  "queue-growing": queueGrowing,
  "memory-leak": memoryLeak,
  "cost-cron-credentials": costCronCredentials,
  "log-burst": logBurst,
  "webhook-lost": webhookLost,
  "crash-loop": crashLoop,
  tombstones,
  frozen,
  "restart-drain": restartDrain,
  "restart-deferred": restartDeferred,
  "token-refused": tokenRefused,
  "old-gateway": oldGateway,
} as const satisfies Readonly<Record<string, Scenario>>;

export type ScenarioName = keyof typeof scenarios;

export const scenarioNames = Object.keys(scenarios) as readonly ScenarioName[];

/** What --demo shows without a name: the verdict, two kinds of trouble and plenty that works. */
export const defaultScenario: ScenarioName = "channel-down";

export const isScenarioName = (name: string): name is ScenarioName => Object.hasOwn(scenarios, name);
