// Everything known of a day, of what one spent, of a quota.
import { clockAheadMs } from "../../channels/deaf-accounts.ts";
import { lastValue } from "../../reading.ts";
import { field, fieldsOf, originOf, type Section } from "../../select/section.ts";
import { findSession } from "../../session-list.ts";
import type { State } from "../../state.ts";
import { count, duration, percent } from "../../units.ts";
import { usageView, type UsageRow } from "./groups.ts";
import { cost, money } from "./money.ts";
import { authWords, type QuotaRow } from "./quota-rows.ts";
import { todayOf, type Day } from "./today.ts";

const unpricedField = (unpriced: number) =>
  unpriced === 0 ? [] : [field("without a price", `${count(unpriced)} entries: the model has none in the gateway's config`, "warn")];

export function daySections(state: State, day: Day): readonly Section[] {
  const today = todayOf(state);
  const mean = today?.mean ?? null;
  const isToday = today?.today.date === day.date;
  const projected =
    isToday && today.projectedUsd !== null ? [field("by midnight, at this pace", `about ${money(today.projectedUsd)} USD`)] : [];
  const over = isToday && today.share !== null ? [field("of the day is over", percent(today.share))] : [];
  const usual =
    mean === null ? [] : [field(`mean of ${mean.days} days before today`, `${money(mean.usd)} USD · ${count(mean.tokens)} tokens`)];
  const fields = [
    field("cost", cost(day)),
    field("tokens", count(day.tokens)),
    ...unpricedField(day.unpriced),
    ...over,
    ...projected,
    ...usual,
  ];
  return [{ title: isToday ? `today, ${day.date}` : day.date, origin: originOf(state, "cost"), fields }];
}

export function usageSections(state: State, row: UsageRow): readonly Section[] {
  const { usage, sessions } = state.snapshot;
  const read = lastValue(usage);
  const span = read === null || read.from === null || read.to === null ? [] : [field("from, to", `${read.from}, ${read.to}`)];
  const share = row.share === null ? [] : [field(`of all ${usageView(state).shareOf}`, percent(row.share))];
  const fields = [field("cost", cost(row)), field("tokens", count(row.tokens)), ...share, ...unpricedField(row.unpriced), ...span];
  const spent: Section = { title: row.name, origin: originOf(state, "usage"), fields };
  const session = state.view.late.usage.by === "session" ? findSession(lastValue(sessions)?.items ?? [], row.name) : null;
  return session === null
    ? [spent]
    : [spent, { title: "session", origin: originOf(state, "sessions"), fields: fieldsOf(session, state.now) }];
}

export function quotaSections(state: State, row: QuotaRow): readonly Section[] {
  const quotas = (lastValue(state.snapshot.quotas) ?? []).filter(({ provider }) => provider === row.provider);
  const auth = (lastValue(state.snapshot.modelAuth) ?? []).find(({ provider }) => provider === row.provider);
  const gatewayNow = state.now + clockAheadMs(state);
  const windows = quotas.map(({ window, usedPercent, resetsAt, why, plan }) => {
    const used = usedPercent === null ? "not told" : `${Math.round(usedPercent)} % used`;
    const resets = resetsAt === null ? null : `resets in ${duration(Math.max(0, resetsAt - gatewayNow))}`;
    return field(
      window ?? "quota",
      [why ?? used, resets, plan].filter((part) => part !== null).join(" · "),
      why === null ? "plain" : "warn",
    );
  });
  const told = windows.length > 0 ? windows : [field("quota", "this provider tells none: a key that is paid by use has none")];
  const credentials =
    auth === undefined
      ? []
      : [
          {
            title: "credentials",
            origin: originOf(state, "modelAuth"),
            fields: [field("now", authWords(auth, gatewayNow)), ...fieldsOf(auth, gatewayNow)],
          },
        ];
  return [{ title: row.provider, origin: originOf(state, "quotas"), fields: told }, ...credentials];
}
