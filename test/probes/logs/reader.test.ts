// The log over each of its ways, file by file.
import fs from "node:fs";
import { afterEach, expect, test } from "vitest";
import { logGateway, type LogGateway } from "./log-gateway.ts";

const open: LogGateway[] = [];
afterEach(async () => {
  for (const gateway of open.splice(0)) await gateway.remove();
});
async function gatewayWith(given: Parameters<typeof logGateway>[0], text: string): Promise<LogGateway> {
  const gateway = logGateway(given);
  open.push(gateway);
  gateway.append(text);
  await gateway.reader.poll();
  return gateway;
}
const look = (gateway: LogGateway): Promise<void> => {
  gateway.pass(500);
  return gateway.reader.poll();
};
const batches = (gateway: LogGateway) => gateway.events.flatMap((event) => (event.type === "log" ? [event.batch] : []));
const ways = (gateway: LogGateway) => batches(gateway).map(({ way }) => way);
const lines = (from: number, to: number): string => Array.from({ length: to - from }, (_, index) => `line ${from + index}\n`).join("");

test("connected it is the gateway that tells what is new, without a connection its file; no line twice, none lost", async () => {
  const gateway = await gatewayWith({ connected: true }, lines(0, 2));
  gateway.append(lines(2, 4));
  await look(gateway);
  gateway.open(false);
  gateway.append(lines(4, 6));
  await look(gateway);
  gateway.open(true);
  gateway.append(lines(6, 8));
  await look(gateway);
  expect(gateway.told()).toEqual(lines(0, 8).trimEnd().split("\n"));
  expect(ways(gateway)).toEqual(["file", "rpc", "file", "rpc"]);
});

test("a log that stands still is not asked for", async () => {
  const gateway = await gatewayWith({ connected: true }, lines(0, 1));
  const asked = gateway.asked();
  for (let count = 0; count < 20; count += 1) await look(gateway);
  expect(gateway.asked()).toBe(asked);
});

test("more than an answer holds is read from the file, and the gateway is left alone for a minute", async () => {
  const gateway = await gatewayWith({ connected: true }, lines(0, 1));
  gateway.append(lines(1, 6_002));
  await look(gateway);
  expect(gateway.told()).toHaveLength(6_002);
  expect(batches(gateway).every(({ gap }) => gap === null)).toBe(true);
  const asked = gateway.asked();
  gateway.append(lines(6_002, 6_003));
  await look(gateway);
  expect([gateway.asked(), ways(gateway).at(-1)]).toEqual([asked, "file"]);
  gateway.pass(60_000);
  gateway.append(lines(6_003, 6_004));
  await look(gateway);
  expect(ways(gateway).at(-1)).toBe("rpc");
});

test("a backlog of many megabytes: the newest of it, and how much was left out", async () => {
  const gateway = await gatewayWith({}, lines(0, 1));
  const wide = Array.from({ length: 6_000 }, (_, index) => `#${index} ${"x".repeat(1_000)}\n`).join("");
  gateway.append(wide);
  await look(gateway);
  const [, late] = batches(gateway);
  expect(late?.gap?.why).toBe("skipped");
  expect(late?.gap?.bytes).toBe(wide.length - 1024 * 1024);
  expect(late?.lines.at(-1)?.message).toMatch(/^#5999 /u);
});

test("a line of a megabyte is one line, cut where it is drawn and where it is kept", async () => {
  const gateway = await gatewayWith({}, lines(0, 1));
  gateway.append("x".repeat(1_000_000));
  await look(gateway);
  expect(gateway.told()).toEqual(["line 0"]);
  gateway.append("\nnext\n");
  await look(gateway);
  const [first, long, next] = gateway.told();
  expect([first, long?.length, next]).toEqual(["line 0", 1_000, "next"]);
  expect(gateway.raw(1)).toMatch(/x … \(1000000 characters\)$/u);
});

test("older lines: the same file to its beginning, then the rotated ones, then the day before; then there are none", async () => {
  const gateway = logGateway();
  open.push(gateway);
  gateway.append(lines(0, 2));
  gateway.midnight();
  gateway.append(lines(2, 4));
  gateway.rotate();
  gateway.append(Array.from({ length: 2_000 }, (_, index) => `old ${index} ${"x".repeat(1_000)}\n`).join(""));
  // The config names the file of the first day; the newest of its successors is followed.
  await gateway.reader.poll();
  gateway.pass(6_000);
  await gateway.reader.poll();
  await gateway.reader.anew();
  while (await gateway.reader.older()) expect(gateway.events.length).toBeLessThan(50);
  const held = batches(gateway).toReversed();
  expect(held.at(-1)?.olderThere).toBe(true);
  expect(held[0]?.olderThere).toBe(false);
  expect(gateway.raw(held[0]?.first ?? 0)).toBe("line 0");
});

test("a moment long past is found in the middle of a large file", async () => {
  const at = (minute: number): string => new Date(Date.UTC(2026, 10, 20, 0, minute)).toISOString();
  const written = (minute: number): string =>
    `${JSON.stringify({ time: at(minute), message: `minute ${minute}`, x: "x".repeat(6_000) })}\n`;
  const gateway = await gatewayWith({}, Array.from({ length: 900 }, (_, minute) => written(minute)).join(""));
  expect(gateway.told()[0]).not.toBe("minute 0");
  expect(await gateway.reader.at(Date.UTC(2026, 10, 20, 0, 300))).toBe(true);
  const around = batches(gateway).at(-1);
  expect([around?.where, around?.cut]).toEqual(["anew", true]);
  const messages = around?.lines.map(({ message }) => message) ?? [];
  expect(messages).toContain("minute 299");
  expect(messages).toContain("minute 300");
  expect(await gateway.reader.older()).toBe(true);
  expect(batches(gateway).at(-1)?.lines.at(-1)?.message).toBe(`minute ${Number(messages[0]?.split(" ")[1]) - 1}`);
  expect(await gateway.reader.at(Date.UTC(2026, 10, 19))).toBe(false);
});

test("elsewhere only the gateway tells, and without a connection why there is nothing is said once", async () => {
  const gateway = await gatewayWith({ local: false, connected: true }, lines(0, 3));
  gateway.append(lines(3, 4));
  await look(gateway);
  gateway.open(false);
  await look(gateway);
  await look(gateway);
  expect(gateway.told()).toEqual(lines(0, 4).trimEnd().split("\n"));
  expect(gateway.events.filter(({ type }) => type === "no-log")).toEqual([
    { type: "no-log", at: expect.any(Number) as number, why: expect.stringContaining("there is no connection to it") as string },
  ]);
  gateway.open(true);
  gateway.append(lines(4, 5));
  await look(gateway);
  expect(gateway.told().at(-1)).toBe("line 4");
});

test("elsewhere, midnight: the new file from its beginning, and that the end of the old one may be missing", async () => {
  const gateway = await gatewayWith({ local: false, connected: true }, lines(0, 3));
  gateway.midnight();
  gateway.append(lines(3, 5));
  await look(gateway);
  expect(gateway.told()).toEqual(["line 0", "line 1", "line 2", "gap rotated", "line 3", "line 4"]);
});

test("nothing anywhere: said, and looked for again", async () => {
  const gateway = logGateway();
  open.push(gateway);
  fs.rmSync(gateway.file());
  await gateway.reader.poll();
  expect(gateway.events).toMatchObject([{ type: "no-log" }]);
  gateway.append(lines(0, 1));
  gateway.pass(3_000);
  await gateway.reader.poll();
  expect(gateway.told()).toEqual(["line 0"]);
});

test("a frozen gateway keeps nobody waiting: the file tells, and it is left alone for a while", async () => {
  const gateway = await gatewayWith({ connected: true }, lines(0, 1));
  const waited = gateway.freeze();
  gateway.append(lines(1, 2));
  await look(gateway);
  expect(gateway.told()).toEqual(["line 0", "line 1"]);
  expect(ways(gateway).at(-1)).toBe("file");
  gateway.append(lines(2, 3));
  await look(gateway);
  expect(gateway.told().at(-1)).toBe("line 2");
  expect(waited).toHaveLength(1);
  expect(waited[0]).toBeLessThanOrEqual(500);
});

test.each([{ connected: true }, { connected: false }])(
  "a tunnel's near end: the log of the gateway behind it, not the file here, $connected",
  async ({ connected }) => {
    const gateway = await gatewayWith({ connected, behind: lines(100, 103) }, lines(0, 3));
    if (!connected) {
      gateway.open(true);
      gateway.append(lines(3, 4));
      await look(gateway);
    }
    gateway.append(lines(4, 9));
    await look(gateway);
    const last = batches(gateway).at(-1);
    expect([last?.way, last?.where]).toEqual(["rpc", "anew"]);
    expect(last?.lines.map(({ message }) => message)).toEqual(["line 100", "line 101", "line 102"]);
    gateway.open(false);
    gateway.pass(1_000);
    await look(gateway);
    expect(gateway.events.at(-1)).toMatchObject({ type: "no-log", why: expect.stringContaining("another host") as string });
  },
);

test("a gateway that is slow at first: what was guessed meanwhile is put right as soon as it answers, also where nothing is new", async () => {
  const gateway = logGateway({ connected: true, behind: lines(100, 103) });
  open.push(gateway);
  gateway.append(lines(0, 3));
  const waited = gateway.freeze();
  await gateway.reader.poll();
  expect(gateway.told()).toEqual(["line 0", "line 1", "line 2"]);
  expect(waited[0]).toBeLessThanOrEqual(500);
  gateway.thaw();
  gateway.pass(5_000);
  await gateway.reader.poll();
  expect(
    batches(gateway)
      .at(-1)
      ?.lines.map(({ message }) => message),
  ).toEqual(["line 100", "line 101", "line 102"]);
});
