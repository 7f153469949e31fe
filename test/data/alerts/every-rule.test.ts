// Every rule of the table: just under, just over, unknown, hold, recovery, off, and limits of a person's own.
import { describe, expect, test } from "vitest";
import { advance, checked } from "../../../src/data/alerts/advance.ts";
import type { Alert, Check, Rule } from "../../../src/data/alerts/alert.ts";
import { alertIds } from "../../../src/data/alerts/ids.ts";
import { ruleById, rules } from "../../../src/data/alerts/rules.ts";
import { settled } from "../../../src/data/alerts/setting.ts";
import type { AlertSettings, RuleSetting } from "../../../src/data/alerts/settings.ts";
import type { Event } from "../../../src/data/events.ts";
import type { State } from "../../../src/data/state.ts";
import { scene, well } from "../../support/scene.ts";
import type { Case } from "./cases/case.ts";
import { channelCases } from "./cases/channel.ts";
import { loadCases } from "./cases/load.ts";
import { messageCases } from "./cases/message.ts";
import { reachCases } from "./cases/reach.ts";
import { upkeepCases } from "./cases/upkeep.ts";
import { workCases } from "./cases/work.ts";

const cases: readonly Case[] = [...reachCases, ...loadCases, ...channelCases, ...workCases, ...messageCases, ...upkeepCases];
const named = cases.map((one) => [one.id, one] as const);

const ruleOf = (id: string): Rule => {
  const rule = ruleById(id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  return rule;
};

const settings = (id: string, own: RuleSetting | undefined): AlertSettings => ({ rules: own === undefined ? {} : { [id]: own } });

const scenes = new WeakMap<readonly Event[], State>();

/** Made once: some of them are an hour long. */
function sceneOf(events: readonly Event[]): State {
  const made = scenes.get(events) ?? scene(...well(), ...events);
  scenes.set(events, made);
  return made;
}

function given({ id, on }: Case, events: readonly Event[], own: RuleSetting | undefined = on): State {
  return { ...sceneOf(events), alerts: new Map(), settings: settings(id, own) };
}

const outcome = (check: Check): string => (check.kind === "unknown" ? "unknown" : check.findings.length === 0 ? "nothing" : "found");

/** The alert of the rule's one finding after these checks, `at` ms after the first. */
function after(one: Case, steps: readonly (readonly [at: number, check: Check])[]): Alert | undefined {
  let state = given(one, one.under);
  const { now } = state;
  const own = settled(ruleOf(one.id), state.settings) ?? ruleOf(one.id);
  for (const [at, check] of steps) {
    const moved: State = { ...state, now: now + at };
    state = { ...moved, alerts: advance(moved, [{ ...own, check: () => check }]) };
  }
  return state.alerts.get(`${one.id}/${one.subject}`);
}

test("every id of the list is in the table once, and the table has no other", () => {
  expect(rules.map(({ id }) => id).toSorted()).toEqual([...alertIds].toSorted());
});

test("every rule has its row of cases", () => {
  expect(cases.map(({ id }) => id).toSorted()).toEqual([...alertIds].toSorted());
});

describe.each(named)("%s", (id, one) => {
  const found = checked(ruleOf(id), given(one, one.over));
  // As if it began only now, whatever the gateway says.
  const fresh: Check =
    found.kind === "unknown" ? found : { kind: "judged", findings: found.findings.map((finding) => ({ ...finding, since: Infinity })) };
  const { holdMs, clearMs } = ruleOf(id);

  test("just under its limit nothing is found", () => {
    expect(outcome(checked(ruleOf(id), given(one, one.under)))).toBe("nothing");
  });

  test("just over it, it says so", () => {
    expect(found).toMatchObject({ kind: "judged", findings: [{ subject: one.subject, message: expect.stringMatching(one.says) }] });
    const raised = after(one, [
      [0, fresh],
      [holdMs, fresh],
    ]);
    expect(raised).toMatchObject({ severity: one.severity, raised: true });
  });

  test("it is held for its time", () => {
    const held = after(one, [
      [0, fresh],
      [holdMs - 1, fresh],
    ]);
    expect(held?.raised ?? false).toBe(holdMs === 0);
  });

  test("it is gone after its time, and not before", () => {
    const raised = [
      [0, fresh],
      [holdMs, fresh],
    ] as const;
    const clear: Check = { kind: "judged", findings: [] };
    const late = holdMs + 10;
    if (clearMs > 0) expect(after(one, [...raised, [late, clear], [late + clearMs - 1, clear]])?.raised).toBe(true);
    expect(after(one, [...raised, [late, clear], [late + clearMs, clear]])?.raised ?? false).toBe(false);
  });

  test("switched off it finds nothing", () => {
    const state = given(one, one.over, { severity: "off" });
    expect(advance(state, rules).has(`${id}/${one.subject}`)).toBe(false);
  });
});

describe.each(named.filter(([, { unknown }]) => typeof unknown !== "string"))("%s unjudged", (id, one) => {
  const events = one.unknown as readonly Event[];
  const state: State = { ...scene(...events), alerts: new Map(), settings: settings(id, one.on) };

  test("says why, raises nothing and keeps what it raised", () => {
    const check = checked(ruleOf(id), state);
    expect(check).toMatchObject({ kind: "unknown", why: expect.stringMatching(/\w+ \w+/u) });
    expect(advance(state, rules).get(`${id}/${one.subject}`)?.raised ?? false).toBe(false);
    const firing = checked(ruleOf(id), given(one, one.over));
    const { holdMs } = ruleOf(id);
    const steps = [
      [0, firing],
      [holdMs, firing],
      [holdMs + 1, check],
    ] as const;
    expect(after(one, steps)).toMatchObject({ raised: true, unknownWhy: expect.any(String) });
  });
});

describe.each(named.filter(([, { own }]) => own !== undefined))("%s with limits of a person's own", (id, one) => {
  test("a looser one finds nothing where the table's would, a tighter one finds what it would not", () => {
    const by = (own: RuleSetting, events: readonly Event[]): string =>
      outcome(checked(ruleOf(id), given(one, events, { ...one.on, ...own })));
    expect(by(one.own?.looser ?? {}, one.over)).toBe("nothing");
    expect(by(one.own?.tighter ?? {}, one.under)).toBe("found");
  });
});

test("every rule that compares a quantity has a case of own limits", () => {
  const compared = rules.filter(({ threshold }) => threshold !== undefined).map(({ id }) => id);
  expect(
    cases
      .filter(({ own }) => own !== undefined)
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual(compared.toSorted());
});
