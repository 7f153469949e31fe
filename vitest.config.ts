import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.{ts,tsx}"],
    exclude: ["test/gateway/**", "node_modules/**"],
    setupFiles: ["test/support/environment.ts"],
    testTimeout: 20_000,
  },
});
