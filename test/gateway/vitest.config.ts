import { join } from "node:path";
import { defineConfig } from "vitest/config";

const reports = process.env["GATETOP_TEST_REPORTS"];

export default defineConfig({
  test: {
    include: ["test/gateway/**/*.test.ts"],
    globalSetup: ["test/gateway/prepare.ts"],
    // Two cores carry a gateway and a dashboard well, two gateways and two dashboards not.
    fileParallelism: false,
    testTimeout: 240_000,
    hookTimeout: 120_000,
    reporters: reports === undefined ? ["verbose"] : ["verbose", ["json", { outputFile: join(reports, "gateway.json") }]],
  },
});
