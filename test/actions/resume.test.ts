import { expect, test } from "vitest";
import { previewResume } from "../../src/actions/resume.ts";
import { RpcFailure } from "../../src/data/gateway/rpc-failure.ts";
import { openLink, START, waitingLink } from "../support/scene.ts";
import { linkTo, parts } from "./parts.ts";

const METHOD = "gateway.suspend.status";
const request = { action: "restart", aim: "resume", drainBudgetMs: null } as const;
const conflict = (details: object) =>
  new RpcFailure("UNAVAILABLE", "a different gateway suspension is prepared", true, 83_000, {
    reason: "gateway-suspension-conflict",
    ...details,
  });
const preview = (answers: Readonly<Record<string, unknown>>, state = openLink(undefined, { methods: [METHOD] })) =>
  previewResume(request, parts({ link: linkTo(answers, state) }));

test.each([
  ["somebody else's suspension", { [METHOD]: conflict({ expiresAtMs: START + 82_400 }) }, "NOT_OURS", /goes on by itself in 83 s/u],
  ["one whose end is not told", { [METHOD]: conflict({}) }, "NOT_OURS", /within 120 s/u],
  ["no suspension", { [METHOD]: { status: "running" } }, "NOT_SUSPENDED", null],
  ["no answer", { [METHOD]: new RpcFailure("TIMEOUT", "no answer within 5 s", true) }, "TIMEOUT", null],
])("%s: it cannot be resumed from here, and it says why", async (_name, answers, code, fix) => {
  const { precondition } = (await preview(answers)).choice;
  expect(precondition).toMatchObject({ can: false, code });
  if (fix !== null) expect(precondition).toMatchObject({ fix: expect.stringMatching(fix) as string });
});

test("a release that cannot be suspended, and a gateway that is away", async () => {
  expect((await preview({}, openLink(undefined, { methods: ["health"] }))).choice.precondition).toMatchObject({ code: "UNKNOWN_METHOD" });
  expect((await preview({}, waitingLink())).choice.precondition).toMatchObject({ code: "NOT_CONNECTED", exit: 69 });
});
