// What follows from what is the case. The first row that matches decides; docs/guard.md is made from this.
import type { Consequence, DecisionRow, Standing, Supervision } from "./decision.ts";

type When = Partial<DecisionRow["when"]>;

const row = (id: string, follows: Consequence, when: When, why: string): DecisionRow => ({
  id,
  when: { standing: "any", supervision: "any", window: "any", strikes: "any", hold: "any", ...when },
  follows,
  why,
});

const stands: readonly Standing[] = ["frozen-proved", "frozen", "deaf"];
/** Nobody else is at it. */
const ours: readonly Supervision[] = ["none", "up"];

export const table: readonly DecisionRow[] = [
  row("well", "calm", { standing: ["well"] }, "it answers"),
  row("unwell", "tell", { standing: ["unwell"] }, "it answers, and a restart is no cure for what it says"),
  row("stranger", "tell", { standing: ["stranger"] }, "another process has its port: whose that is, is for a person to decide"),
  row(
    "traced",
    "tell",
    { standing: ["traced"] },
    "a debugger, or a freeze of its control group, holds it: whoever did that wants it to stand still",
  ),
  row("blind", "wait", { standing: ["blind"] }, "what could not be looked at is not known to fail"),

  row("stopped", "leave", { supervision: ["stopped"] }, "it was stopped, and did not crash: that is a person's word"),
  row("supervisor-failed", "leave", { supervision: ["failed"] }, "its service manager gave up on it: a person must look at why"),

  row("announced-stop", "wait", { window: ["announced-stop"] }, "it said that it stops"),
  row("suspension", "wait", { window: ["suspension"] }, "it said that it is suspended"),
  row("announced-restart", "wait", { window: ["announced-restart"] }, "it said that it restarts"),
  row("drain", "wait", { window: ["drain"] }, "it lets running work end before it restarts or stops"),
  row("run-under-way", "wait", { window: ["run-under-way"] }, "somebody restarts it with gatetop"),
  row("boot", "wait", { window: ["boot"] }, "a gateway that boots takes its port before it answers"),

  row("supervisor-at-it", "leave", { supervision: ["at-it"] }, "its service manager starts or stops it right now"),
  row("supervisor-unknown", "wait", { supervision: ["unknown"] }, "its service manager gave no answer, and may be at it"),
  row(
    "gone-supervised",
    "leave",
    { standing: ["gone"], supervision: ["up", "our-stop-hangs"] },
    "a crash is its service manager's to mend",
  ),

  row("count-proved", "count", { standing: ["frozen-proved"], strikes: ["none", "some"] }, "the kernel shows that it cannot answer"),
  row("count-frozen", "count", { standing: ["frozen"], strikes: ["none", "some"] }, "its port takes connections, and nothing answers"),
  row("count-deaf", "count", { standing: ["deaf"], strikes: ["none", "some"] }, "its process lives, and nobody listens on its port"),
  row("count-gone", "count", { standing: ["gone"], strikes: ["none", "some"] }, "it crashed, and nothing supervises it"),

  row("maintenance", "hold", { hold: ["maintenance"] }, "somebody works on it"),
  row("snoozed", "hold", { hold: ["snoozed"] }, "somebody knows, and wants it left alone"),
  row("given-up", "hold", { hold: ["given-up"] }, "everything was tried in vain, or nothing can be done here"),
  row("kill-limit", "hold", { hold: ["kill-limit"] }, "one more forced end would trip the gateway's crash-loop breaker"),
  row("back-off", "hold", { hold: ["back-off"] }, "the attempt before has just ended"),
  row("remote", "hold", { hold: ["remote"] }, "it is on another host"),

  row(
    "our-stop-hangs",
    "repair",
    { standing: stands, supervision: ["our-stop-hangs"] },
    "it was told to restart, and the process that should end stands still",
  ),
  row("repair-proved", "repair", { standing: ["frozen-proved"], supervision: ours }, "it is frozen, and the kernel proves it"),
  row("repair-frozen", "repair", { standing: ["frozen"], supervision: ours }, "it is frozen"),
  row("repair-deaf", "repair", { standing: ["deaf"], supervision: ours }, "it is deaf"),
  row("repair-gone", "repair", { standing: ["gone"], supervision: ["none"] }, "it crashed, and nothing else brings it back"),
];
