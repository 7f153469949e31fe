// Whatever is done to a log between two looks: each complete line is told once, in order, or a gap is told in its place.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { logGateway, type LogGateway } from "./log-gateway.ts";

/** What a line is made of beside its number. */
const bodies = {
  short: "x",
  empty: "",
  wide: "界🦞é",
  long: "y".repeat(3_000),
  huge: "z".repeat(300_000),
} as const;
const broken = Buffer.from([0xff, 0xc3, 0x28, 0xf0, 0x9f]);

type Step =
  | { readonly do: "lines"; readonly body: keyof typeof bodies | "broken"; readonly count: number }
  | { readonly do: "part"; readonly share: number }
  | { readonly do: "rotate" | "truncate" | "midnight" | "look" | "connect" | "disconnect" | "pass" };

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("lines" as const),
      body: fc.constantFrom("short" as const, "empty" as const, "wide" as const, "long" as const, "broken" as const, "huge" as const),
      count: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("part" as const), share: fc.double({ min: 0, max: 1, noNaN: true }) }) },
  { weight: 6, arbitrary: fc.constant<Step>({ do: "look" }) },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom("rotate" as const, "truncate" as const, "midnight" as const, "connect" as const, "disconnect" as const, "pass" as const)
      .map((what): Step => ({ do: what })),
  },
);

async function lived(gateway: LogGateway, local: boolean, steps: readonly Step[]): Promise<number> {
  let number = 0;
  /** The rest of a line whose beginning is written. */
  let rest: Buffer = Buffer.alloc(0);
  const finish = (): void => {
    if (rest.length > 0) gateway.append(rest);
    rest = Buffer.alloc(0);
  };
  const line = (body: keyof typeof bodies | "broken"): Buffer => {
    const text = body === "broken" ? broken : Buffer.from(bodies[body]);
    const bytes = Buffer.concat([Buffer.from(`#${number} `), text, Buffer.from(` ${number}\n`)]);
    number += 1;
    return bytes;
  };
  const look = (): Promise<void> => {
    gateway.pass(500);
    return gateway.reader.poll();
  };
  const acts: { readonly [D in Exclude<Step["do"], "lines" | "part">]: () => void | Promise<void> } = {
    // Whoever writes lines rotates between two of them. From afar only a file that became shorter can be told from one that grew.
    rotate: async () => {
      finish();
      if (!local) await look();
      gateway.rotate();
      if (!local) await look();
    },
    midnight: () => {
      finish();
      gateway.midnight();
    },
    // Of a file nothing was read of, and nothing is left of, nobody can tell that it held anything.
    truncate: async () => {
      for (let count = 0; count < 2; count += 1) {
        gateway.pass(6_000);
        await look();
      }
      finish();
      gateway.truncate();
    },
    look,
    connect: () => gateway.open(true),
    disconnect: () => gateway.open(false),
    pass: () => gateway.pass(6_000),
  };
  for (const one of steps) {
    if (one.do === "lines") {
      finish();
      for (let count = 0; count < one.count; count += 1) gateway.append(line(one.body));
    } else if (one.do === "part") {
      finish();
      const bytes = line("wide");
      // Of two lines that begin alike nobody can tell that the first was taken away.
      const named = bytes.indexOf(" ") + 1;
      const cut = named + Math.floor(one.share * (bytes.length - named - 1));
      gateway.append(bytes.subarray(0, cut));
      rest = bytes.subarray(cut);
    } else await acts[one.do]();
  }
  finish();
  for (let look = 0; look < 3; look += 1) {
    gateway.pass(6_000);
    await gateway.reader.poll();
  }
  return number;
}

/** Numbers of the lines in the order told, and where gaps were. */
function judged(told: readonly string[], written: number): void {
  let expected = 0;
  let gap = false;
  for (const one of [...told, `#${written} end`]) {
    if (one.startsWith("gap ")) {
      gap = true;
      continue;
    }
    const number = Number(/^#(\d+) /u.exec(`${one} `)?.[1]);
    // Half a line, or one of another shape, has no number.
    expect(number).not.toBeNaN();
    if (gap) expect(number).toBeGreaterThanOrEqual(expected);
    else expect(number).toBe(expected);
    expected = number + 1;
    gap = false;
  }
}

test.each([
  { name: "on the gateway's host", local: true },
  { name: "elsewhere", local: false },
])("each line once and in order, or inside a gap that is told: $name", async ({ local }) => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 40 }), async (steps) => {
      const gateway = logGateway({ local, connected: !local });
      try {
        await gateway.reader.poll();
        // From afar a log is read through the connection alone.
        const possible = local ? steps : steps.filter((one) => !["disconnect", "truncate"].includes(one.do));
        const written = await lived(gateway, local, possible);
        judged(gateway.told(), written);
      } finally {
        await gateway.remove();
      }
    }),
    { numRuns: local ? 100 : 60 },
  );
});
