// Whatever fails on the way, what was opened is closed.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { withOpened, type Opened } from "../../src/cli/opened.ts";
import type { FoundGateway } from "../../src/cli/find/gateway.ts";
import { demoTarget } from "../../src/demo/target.ts";

const dir = mkdtempSync(join(tmpdir(), "gatetop-opened-"));
const log = join(dir, "log");
afterEach(() => rmSync(log, { force: true }));

const demo: FoundGateway = {
  kind: "found",
  target: demoTarget("calm", 0),
  credentials: {},
  missing: null,
  facts: [],
  warnings: ["a warning"],
};

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });

const quiet = { dashboard: false, onTrouble: () => undefined };

test("what runs gets the gateway, and the gateway is gone afterwards", async () => {
  let opened: Opened | null = null;
  const result = await withOpened({ log }, demo, quiet, async (given) => {
    opened = given;
    expect(await listens(given.target.port)).toBe(true);
    return 7;
  });
  expect(result).toBe(7);
  expect(opened).toMatchObject({ notes: ["a warning"], link: { credentials: { token: expect.any(String) } } });
  expect(await listens((opened as unknown as Opened).target.port)).toBe(false);
});

test("a throw on the way closes the gateway and the log too", async () => {
  let port = 0;
  let write: Opened["log"]["write"] = () => undefined;
  const running = withOpened({ log }, demo, quiet, (given) => {
    port = given.target.port;
    ({ write } = given.log);
    write("info", "before");
    return Promise.reject(new Error("a defect"));
  });
  await expect(running).rejects.toThrow("a defect");
  expect(await listens(port)).toBe(false);
  write("info", "after");
  expect(readFileSync(log, "utf8")).toMatch(/"msg":"before"/u);
  expect(readFileSync(log, "utf8")).not.toMatch(/"msg":"after"/u);
});

test("a token the gateway gives is kept off the log", async () => {
  await withOpened({ log }, demo, quiet, (opened) => {
    opened.keepDeviceToken("canary-4711");
    opened.log.write("info", "the token is canary-4711");
    expect([...opened.secrets]).toContain("canary-4711");
    return Promise.resolve();
  });
  expect(readFileSync(log, "utf8")).not.toContain("canary");
});
