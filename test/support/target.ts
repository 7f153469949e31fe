// A gateway on this host that nobody runs.
import type { Target } from "../../src/data/target.ts";

export const target: Target = {
  url: "ws://127.0.0.1:1",
  host: "127.0.0.1",
  port: 1,
  local: true,
  name: "gateway-host",
  profile: null,
  stateDir: null,
  configPath: null,
  pid: null,
  tlsFingerprint: null,
  demo: null,
  credential: "none",
};
