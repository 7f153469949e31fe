// The problems and both boards of a running gateway in trouble: scripts/record-incident.ts makes one, minute by minute.
import { takeSteps, type Save, type Step } from "./steps.ts";

const PATIENCE_MS = 900_000;

const steps: readonly Step[] = [
  { when: /● live/u, keys: "!" },
  {
    when: /^(?=[^]*stuck: no progress for 5m)(?=[^]*full: 1\/1 active)/u,
    picture: { name: "real-problems", title: "A real gateway in trouble: what is wrong, since when, what to press" },
    keys: "!3",
    patienceMs: PATIENCE_MS,
  },
  {
    when: /sessions by trouble[^]*stuck +main/u,
    picture: { name: "real-sessions", title: "The sessions board of a real gateway: lanes, and what waits behind what" },
    keys: "2",
  },
  {
    when: /recovering.*[4-9]\/10 next/u,
    picture: { name: "real-channels", title: "The channels board of a real gateway: what an account's own flags hide" },
    keys: "q",
    patienceMs: PATIENCE_MS,
  },
];

/** `args`: where the gateway is. */
export const takeTrouble = (args: readonly string[], save: Save): Promise<void> => takeSteps(steps, args, save);
