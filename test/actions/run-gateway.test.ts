// A gateway that nobody supervises: started so that it outlives us, as nobody's service.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createRun, environmentOf, scopeArgv, type Argv } from "../../src/actions/hands/run-gateway.ts";

describe("its environment", () => {
  test.each([
    "INVOCATION_ID",
    "SYSTEMD_EXEC_PID",
    "JOURNAL_STREAM",
    "NOTIFY_SOCKET",
    "OPENCLAW_SYSTEMD_UNIT",
    "OPENCLAW_SERVICE_MARKER",
    "OPENCLAW_SERVICE_KIND",
  ])("nothing that makes it take itself for a service: %s", (name) => {
    expect(environmentOf({ [name]: "x", HOME: "/h" }, 1000)).not.toHaveProperty(name);
  });

  test("all else is kept, in the person's own language, and it is told where the manager listens", () => {
    const env = { HOME: "/h", LC_ALL: "de_DE.UTF-8", OPENCLAW_STATE_DIR: "/s" };
    expect(environmentOf(env, 1000)).toEqual({ ...env, XDG_RUNTIME_DIR: "/run/user/1000" });
    expect(environmentOf(env, null)).toEqual(env);
  });
});

test("where this user has a manager it gets a scope of its own, which the guard's end does not touch", () => {
  expect(scopeArgv(["openclaw", "gateway", "run"], "1a2b3c4d").join(" ")).toBe(
    "systemd-run --user --scope --quiet --collect --unit=gatetop-started-1a2b3c4d -- env -u INVOCATION_ID openclaw gateway run",
  );
});

describe.runIf(process.platform !== "win32")("a start", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "gatetop-run-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Without any manager: none is found on this PATH, and the shell is named whole. */
  const start = (argv: Argv, log = join(folder, "gateway-start.log")) =>
    createRun({ argv, env: { PATH: folder, HOME: folder, INVOCATION_ID: "x" }, uid: null, log })(5_000);

  test("a command that ends at once is told with its code and where its words are", async () => {
    const log = join(folder, "gateway-start.log");
    const { code, said } = await start(["/bin/sh", "-c", "echo no config; exit 3"], log);
    expect({ code, said }).toEqual({ code: 3, said: `it ended with exit code 3; what it printed is in ${log}` });
    expect(readFileSync(log, "utf8")).toBe("no config\n");
    expect(statSync(log).mode & 0o777).toBe(0o600);
  });

  test("one that is not there", async () => {
    expect(await start([join(folder, "openclaw")])).toMatchObject({ code: 127, said: expect.stringContaining("ENOENT") as string });
  });

  test("an output that has no place is an answer, and nothing is started", async () => {
    const log = join(folder, "none", "log");
    expect(await start(["/bin/sh", "-c", `echo started > ${join(folder, "started")}`], log)).toMatchObject({ code: 1 });
    expect(() => statSync(join(folder, "started"))).toThrow(/ENOENT/u);
  });

  test("one that runs on does so in a group of its own, without a service's variables", async () => {
    const told = join(folder, "told");
    execFileSync("mkfifo", [told]);
    const script = `
      require("node:net").createServer().listen(${JSON.stringify(join(folder, "gate"))});
      require("node:fs").writeFileSync(${JSON.stringify(told)}, JSON.stringify([process.pid, process.env.INVOCATION_ID ?? null]));
    `;
    const env = { PATH: folder, HOME: folder, INVOCATION_ID: "x" };
    const run = createRun({ argv: [process.execPath, "-e", script], env, uid: null, log: join(folder, "log") });
    const said = readFile(told, "utf8");
    const { code } = await run(100);
    const [pid, invocation] = JSON.parse(await said) as [number, string | null];
    try {
      expect(code).toBeNull();
      expect(invocation).toBeNull();
      // A signal to its group reaches nobody else: it leads one.
      process.kill(-pid, 0);
    } finally {
      process.kill(pid, "SIGKILL");
    }
  });

  test("output of more than a megabyte is put aside first", async () => {
    const log = join(folder, "gateway-start.log");
    writeFileSync(log, "x".repeat(1_000_001));
    await start(["/bin/sh", "-c", "echo new"], log);
    expect(readFileSync(log, "utf8")).toBe("new\n");
    expect(statSync(`${log}.1`).size).toBe(1_000_001);
  });
});
