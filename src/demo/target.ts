// What is known of a demo's gateway before anything was asked.
import type { Target } from "../data/target.ts";

export const demoTarget = (scenario: string, port: number): Target => ({
  url: `ws://127.0.0.1:${port}`,
  host: "127.0.0.1",
  port,
  local: true,
  name: "demo",
  profile: null,
  stateDir: null,
  configPath: null,
  pid: null,
  tlsFingerprint: null,
  demo: scenario,
  credential: "token",
});
