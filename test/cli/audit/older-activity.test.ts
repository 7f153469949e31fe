// Older pages of the ledger over the link, and gatetop's own journal, into the state.
import { expect, test } from "vitest";
import { askOlderActivity } from "../../../src/cli/audit/older-activity.ts";
import { watchOwnJournal } from "../../../src/cli/audit/own-journal.ts";
import type { JournalEntry } from "../../../src/data/action/journal.ts";
import type { Event } from "../../../src/data/events.ts";
import { RpcFailure } from "../../../src/data/gateway/rpc-failure.ts";
import { createStore, type Store } from "../../../src/data/store.ts";
import { update } from "../../../src/data/update.ts";
import { auditMoment, journal, NOW, type AuditMoment } from "../../ui/audit-moments.ts";

const now = (): number => NOW;
const storeOf = (name: AuditMoment): Store => createStore(auditMoment(name), update);
const wire = (sequence: number) => ({
  sequence,
  occurredAt: NOW - sequence,
  kind: "agent_run",
  action: "agent.run.started",
  status: "started",
});
const ledger = (store: Store) => store.get().late.activity;

test("the page is asked for where the newest part ends, once, and joined", async () => {
  const store = storeOf("paged");
  const asked: unknown[] = [];
  const lowest = ledger(store).spans[0]?.low ?? 0;
  let answer: (payload: unknown) => void = () => {};
  const request = (method: string, params: unknown): Promise<unknown> => {
    asked.push([method, params]);
    return new Promise((resolve) => (answer = resolve));
  };
  const given = { store, send: store.send, request, now };
  const first = askOlderActivity(given);
  expect(ledger(store).asking).toBe(true);
  await askOlderActivity(given);
  answer({ events: Array.from({ length: lowest - 937 }, (_, index) => wire(lowest - 1 - index)), nextCursor: "937" });
  await first;
  expect(asked).toEqual([["audit.activity.list", { limit: 200, cursor: String(lowest) }]]);
  expect(ledger(store)).toMatchObject({ asking: false, spans: [{ high: 1_000, low: 933, next: "933" }] });
});

test.each([
  ["it takes too long", () => Promise.reject(new RpcFailure("TIMEOUT", "no answer within 10 s", true)), /no answer within 10 s/u],
  ["it cannot be read", () => Promise.resolve({ events: [{}] }), /events\[0\]\.sequence is missing/u],
])("%s: that is said, and it can be asked for again", async (_name, request, why) => {
  const store = storeOf("paged");
  const before = ledger(store);
  await askOlderActivity({ store, send: store.send, request, now });
  expect(ledger(store)).toEqual(before);
  expect(store.get().note?.text).toMatch(why);
});

test("at the beginning of the ledger nothing is asked", async () => {
  const store = storeOf("calm");
  await askOlderActivity({ store, send: store.send, request: () => expect.fail("asked"), now });
  expect(ledger(store).asking).toBe(false);
});

test("the journal is read when the board opens and when an action is over, and only of this gateway", () => {
  const elsewhere: readonly JournalEntry[] = journal.map((entry) => ({ ...entry, target: { ...entry.target, url: "wss://elsewhere" } }));
  const store = storeOf("calm");
  store.send({ type: "acted", at: NOW, action: "overview" });
  const sent: Event[] = [];
  let reads = 0;
  const stop = watchOwnJournal({
    store,
    send: (event) => {
      sent.push(event);
      store.send(event);
    },
    read: () => ((reads += 1), [...elsewhere, ...journal]),
    now,
  });
  expect(reads).toBe(0);
  store.send({ type: "acted", at: NOW, action: "audit-board" });
  expect(sent).toEqual([{ type: "journal-lines", at: NOW, entries: journal }]);
  store.send({ type: "clock", at: NOW + 1_000 });
  expect(reads).toBe(1);
  store.send({ type: "progress", at: NOW, progress: { action: "channel", subject: "telegram/poll", step: "asked", outcome: null } });
  expect(reads).toBe(1);
  store.send({ type: "progress", at: NOW, progress: { action: "channel", subject: "telegram/poll", step: "over", outcome: null } });
  expect(reads).toBe(2);
  stop();
  store.send({ type: "acted", at: NOW, action: "overview" });
  store.send({ type: "acted", at: NOW, action: "audit-board" });
  expect(reads).toBe(2);
});
