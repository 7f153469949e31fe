// The published schema and the check of the program say the same of every file.
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import * as fc from "fast-check";
import JSON5 from "json5";
import { expect, test } from "vitest";
import { rules } from "../../../src/data/alerts/rules.ts";
import { merged } from "../../../src/data/config/merge.ts";
import { ownSchema, ownShape } from "../../../src/data/config/own-shape.ts";
import { right } from "../../../src/data/config/shape.ts";

const validate = new Ajv({ allErrors: true }).compile(ownSchema(rules));
const noneMeant = (): null => null;
const accepted = (value: unknown): boolean => right(ownShape(rules), value, noneMeant).wrong.length === 0;

const documented = readFileSync(new URL("../../../docs/config.md", import.meta.url), "utf8");
const examples = [...documented.matchAll(/```json5\n([\s\S]*?)```/gu)].map(([, text]) => text ?? "");

test("there are examples in docs/config.md", () => {
  expect(examples.length).toBeGreaterThan(0);
});

test.each(examples)("an example is right: %s", (example) => {
  const value = JSON5.parse<unknown>(example);
  expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
  expect(merged(value, rules, noneMeant).wrong).toEqual([]);
});

const scalar = fc.oneof(
  fc.boolean(),
  fc.constantFrom<unknown>("off", "info", "warn", "crit", "osc9", "osc777", "", null, [], {}),
  fc.double({ min: -1, max: 200 }),
  fc.constantFrom(Infinity, Number.NaN, 1e9),
);
const some = (keys: readonly string[], value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 4 });
const limits = some(["severity", "warn", "crit", "holdSeconds", "hold"], scalar);
const anyRule = fc.oneof(scalar, limits);
const texts = fc.constantFrom<unknown>(
  "30m",
  "8h",
  "1d2h",
  "8",
  "04:00",
  "24:00",
  "1200MB",
  "trend",
  "1200",
  "Europe/Berlin",
  "exec",
  "",
  5,
);
const secret = fc.oneof(texts, some(["file", "env", "value"], fc.oneof(texts, fc.constantFrom("/run/token", "TOKEN"))));
const tell = some(
  ["to", "argv", "url", "format", "token", "more"],
  fc.oneof(
    secret,
    fc.constantFrom<unknown>("exec", "webhook", "syslog", "json", "https://ntfy.example.org/a", "ftp://x"),
    fc.array(texts, { maxLength: 2 }),
  ),
);
const restart = some(
  ["every", "at", "timeZone", "within", "advise", "onMemory"],
  fc.oneof(texts, scalar, fc.array(texts, { maxLength: 3 })),
);
const guard = fc.oneof(
  scalar,
  some(
    ["act", "fast", "intervalSeconds", "strikes", "backOffSeconds", "kills", "start", "restart", "flagFiles", "tell", "strike"],
    fc.oneof(scalar, texts, restart, fc.array(fc.oneof(tell, texts, scalar), { maxLength: 3 }), fc.integer({ min: 1, max: 25 })),
  ),
);
const config = fc.record(
  {
    $schema: fc.oneof(fc.string(), scalar),
    readonly: scalar,
    alerts: fc.oneof(scalar, some(["cpu", "memory", "disk-low", "uptime", "link", "chanel"], anyRule)),
    attention: fc.oneof(scalar, some(["bell", "notify", "title", "light"], scalar)),
    ask: fc.oneof(scalar, some(["approvals", "admin"], scalar)),
    guard,
    other: scalar,
  },
  { requiredKeys: [] },
);

/** Right but for one value here and there: what is made at random is nearly always wrong somewhere. */
const nearlyRight = fc.record(
  {
    readonly: fc.boolean(),
    alerts: some(["cpu", "memory"], some(["warn", "crit"], fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1, max: 90 }) }, scalar))),
    attention: some(["bell", "title"], fc.oneof({ weight: 9, arbitrary: fc.boolean() }, scalar)),
    guard: fc.record(
      {
        act: fc.boolean(),
        strikes: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 2, max: 20 }) }, scalar),
        start: fc.array(fc.constantFrom("openclaw", "gateway"), { maxLength: 3 }),
        restart: some(["every", "within"], fc.oneof({ weight: 9, arbitrary: fc.constantFrom("30m", "8h") }, texts)),
        tell: fc.array(
          fc.oneof(
            fc.constant({ to: "syslog" }),
            fc.record({ to: fc.constant("exec"), argv: fc.array(fc.string(), { maxLength: 2 }) }),
            fc.record({ to: fc.constant("webhook"), url: fc.oneof(secret, fc.constant("https://ntfy.example.org/a")), token: secret }),
          ),
          { maxLength: 2 },
        ),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);

test("what one refuses the other refuses", () => {
  let right = 0;
  fc.assert(
    fc.property(fc.oneof(config, nearlyRight, scalar), (value) => {
      if (accepted(value)) right += 1;
      expect(validate(value), JSON.stringify(value)).toBe(accepted(value));
    }),
    { numRuns: 2_000 },
  );
  // Both kinds were met.
  expect(right).toBeGreaterThan(20);
  expect(right).toBeLessThan(1_980);
});
