import type { Scenario } from "../scenario.ts";
import { base } from "./base.ts";

export const calm: Scenario = { ...base, name: "calm", summary: "everything works: channels connected, sessions come and go" };
