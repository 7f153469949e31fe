import { join } from "node:path";
import { defineConfig } from "vitest/config";

const reports = process.env["GATETOP_TEST_REPORTS"];

const guard = "test/gateway/guard/**/*.test.ts";
/** What a check says of a gateway that is well depends on how busy the host is. */
const check = "test/gateway/guard/commands.test.ts";
const common = { globalSetup: ["test/gateway/prepare.ts"], testTimeout: 240_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    reporters: reports === undefined ? ["verbose"] : ["verbose", ["json", { outputFile: join(reports, "gateway.json") }]],
    projects: [
      {
        test: {
          ...common,
          name: "one at a time",
          include: ["test/gateway/*.test.ts", "test/gateway/!(guard)/**/*.test.ts", check],
          sequence: { groupOrder: 0 },
          // Two cores carry a gateway and a dashboard well, two gateways and two dashboards not.
          fileParallelism: false,
        },
      },
      {
        test: {
          ...common,
          name: "waiting",
          include: [guard],
          exclude: [check],
          sequence: { groupOrder: 1 },
          // A guard and what it watches mostly wait, by the minute, and nobody looks at how soon a cell is drawn.
          maxWorkers: 3,
        },
      },
    ],
  },
});
