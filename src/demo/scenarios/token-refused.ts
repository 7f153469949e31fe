import type { Scenario } from "../scenario.ts";
import { base } from "./base.ts";

export const tokenRefused: Scenario = {
  ...base,
  name: "token-refused",
  summary: "the gateway does not know our token: what can be seen without one is still seen",
  refusesToken: true,
};
