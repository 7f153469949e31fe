// A gateway's log in a real folder: what it writes, how it rotates, and how it answers logs.tail.
import fs from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { LateEvent } from "../../../src/data/late/late-event.ts";
import { RpcFailure } from "../../../src/probes/probe.ts";
import { createLogReader, type LogReader, type ReaderWorld } from "../../../src/probes/logs/reader.ts";
import { createWriter } from "../../../src/probes/logs/writer.ts";
import { createWorld } from "../../../src/probes/world.ts";
import { logFiles } from "../../../src/probes/world/open-file.ts";
import { logsTail, type TailParams } from "../../support/logs-tail.ts";
import { target } from "../../support/target.ts";

export type LogGateway = {
  readonly file: () => string;
  readonly append: (bytes: Buffer | string) => void;
  readonly rotate: () => void;
  readonly truncate: () => void;
  readonly midnight: () => void;
  readonly reader: LogReader;
  readonly events: readonly LateEvent[];
  /** Lines and gaps as they came. */
  readonly told: () => readonly string[];
  readonly open: (connected: boolean) => void;
  readonly asked: () => number;
  /** It answers nothing more, and how long an answer was waited for, in ms. */
  readonly freeze: () => readonly number[];
  readonly thaw: () => void;
  readonly pass: (ms: number) => void;
  readonly raw: (line: number) => string | null;
  readonly remove: () => Promise<void>;
};

/** `behind`: what the log says of the gateway that answers, when that is another one, behind a tunnel. */
type Options = { readonly local?: boolean; readonly connected?: boolean; readonly behind?: string };

export function logGateway({ local = true, connected = false, behind }: Options = {}): LogGateway {
  const dir = fs.mkdtempSync(join(tmpdir(), "gatetop-log-"));
  let [day, isOpen, asked, now] = [20, connected, 0, Date.UTC(2026, 10, 20, 9)];
  const file = (): string => join(dir, `openclaw-2026-11-${day}.log`);
  fs.writeFileSync(file(), "");
  const configPath = join(dir, "openclaw.json");
  fs.writeFileSync(configPath, JSON.stringify({ logging: { file: file() } }));
  const other = join(dir, "other.txt");
  if (behind !== undefined) fs.writeFileSync(other, behind);
  const waited: number[] = [];
  let frozen = false;
  const request = (_: string, params: unknown, timeoutMs: number): Promise<unknown> => {
    asked += 1;
    if (frozen) {
      waited.push(timeoutMs);
      return Promise.reject(new RpcFailure("TIMEOUT", "no answer", true));
    }
    const answer = logsTail(behind === undefined ? file() : other, params as TailParams) as object;
    return Promise.resolve({ ...answer, file: file() });
  };
  const world: ReaderWorld = {
    ...createWorld({ request, methods: () => (isOpen ? ["logs.tail"] : null) }),
    ...logFiles,
    now: () => now,
  };
  const events: LateEvent[] = [];
  const writer = createWriter({ tap: (event) => events.push(event), now: () => now, secrets: () => [] });
  const reader = createLogReader({ world, target: { ...target, local, configPath, profile: basename(dir) }, writer, unit: () => null });
  return {
    file,
    append: (bytes) => fs.appendFileSync(file(), bytes),
    rotate: () => {
      // In the gateway's own names.
      const aside = (number: number): string => file().replace(/\.log$/u, `.${number}.log`);
      fs.rmSync(aside(5), { force: true });
      for (const number of [4, 3, 2, 1]) if (fs.existsSync(aside(number))) fs.renameSync(aside(number), aside(number + 1));
      fs.renameSync(file(), aside(1));
      fs.writeFileSync(file(), "");
    },
    truncate: () => fs.truncateSync(file()),
    midnight: () => {
      day += 1;
      fs.writeFileSync(file(), "");
    },
    reader,
    events,
    told: () =>
      events.flatMap((event) => {
        if (event.type !== "log") return [];
        const { batch } = event;
        return [...(batch.gap === null ? [] : [`gap ${batch.gap.why}`]), ...batch.lines.map(({ message }) => message)];
      }),
    open: (given) => {
      isOpen = given;
    },
    asked: () => asked,
    freeze: () => {
      frozen = true;
      return waited;
    },
    thaw: () => {
      frozen = false;
    },
    pass: (ms) => {
      now += ms;
    },
    raw: writer.raw,
    remove: async () => {
      await reader.close();
      fs.rmSync(dir, { recursive: true, force: true });
    },
  };
}
