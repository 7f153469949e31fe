// A restart of a running gateway, taken step by step from the built program on a real terminal. The gateway needs a hung run.
import { takeSteps, type Save, type Step } from "./steps.ts";

const steps: readonly Step[] = [
  { when: /● live[^]*● OK/u, keys: "R" },
  {
    when: /^(?![^]*looking at)[^]*● graceful restart[^]*○ end a suspension/u,
    picture: { name: "restart-menu", title: "Every way to restart this gateway, or why not" },
    keys: "\r",
  },
  { when: /type restart and press enter/u, keys: "restart" },
  {
    when: /restart_ {2}enter does it/u,
    picture: { name: "restart-confirm", title: "What a restart would interrupt, before it is asked for" },
    keys: "\r",
  },
  {
    when: /deferred until .* forces it in 4m5[0-4]s/u,
    picture: { name: "restart-deferral", title: "A restart waits for running work" },
    keys: "f",
  },
  { when: /bounded force[^]*type restart and press enter/u, keys: "restart" },
  { when: /restart_ {2}enter does it/u, keys: "\r" },
  {
    when: /● restarted: boot[^]*(\d+)\/\1 channels back/u,
    picture: { name: "restart-proof", title: "The proof: every milestone, and the evidence" },
    keys: "\u001b",
  },
  { when: /R restart/u, keys: "q" },
];

/** `args`: where the gateway is. */
export const takeRestart = (args: readonly string[], save: Save): Promise<void> => takeSteps(steps, args, save);
