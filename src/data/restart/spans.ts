// Lengths of time inside a sentence: "0.3 s", "2.1 s", "1m16s".
import { duration } from "../units.ts";

/** Tenths below a minute: what is compared by eye is in one unit. */
export const seconds = (ms: number): string => (ms < 59_950 ? `${(Math.max(0, ms) / 1000).toFixed(1)} s` : duration(ms));

/** For deadlines: whole units. */
export const limit = (ms: number): string => (ms < 59_500 ? `${Math.round(Math.max(0, ms) / 1000)} s` : duration(ms));
