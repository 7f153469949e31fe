// Every captured restart ends with the verdict it deserves, in a sentence, with the facts beside it.
import { describe, expect, test } from "vitest";
import { restartCase, restartCaseNames, watchedAll } from "../../support/restart-case.ts";

describe.each(restartCaseNames)("%s", (name) => {
  const given = restartCase(name);
  const run = watchedAll(given);

  test(`${given.release}: ${given.how}`, () => {
    console.log(
      name,
      "\n   ",
      run.phase,
      run.verdictMs,
      run.verdict?.sentence,
      "\n   ",
      run.milestones.map((m) => `${m.ms} ${m.name}${m.detail ? ` (${m.detail})` : ""}`).join(" · "),
    );
    expect(run.verdict).toMatchObject(given.expect);
  });
});
