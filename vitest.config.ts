import { join } from "node:path";
import { defineConfig } from "vitest/config";

const reports = process.env["GATETOP_TEST_REPORTS"];

export default defineConfig({
  test: {
    include: ["test/**/*.test.{ts,tsx}"],
    exclude: ["test/gateway/**", "node_modules/**"],
    setupFiles: ["test/support/environment.ts"],
    // Many of them wait for a process they started; a worker for each core keeps two cores busy, where one less leaves one idle.
    maxWorkers: "100%",
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: reports === undefined ? ["default"] : ["default", ["json", { outputFile: join(reports, "unit.json") }]],
  },
});
