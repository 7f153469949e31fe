import { expect, test } from "vitest";
import { createSupervisorProbe } from "../../../src/probes/local/supervisor.ts";
import { Missing, type ProbeContext, type World } from "../../../src/probes/probe.ts";
import { contextFor, worldWithClock } from "./stand-in.ts";

const { world } = worldWithClock();
const quiet: World = {
  ...world,
  platform: "linux",
  listDir: (path) => (path === "/run/systemd/system" ? Promise.resolve([]) : Promise.reject(new Error("ENOENT"))),
  readText: () => Promise.reject(new Error("ENOENT")),
};
const noProcess = { last: ((source: string) => (source === "process" ? { found: false, why: "gone" } : null)) as ProbeContext["last"] };

test("the state of the unit, by the quickest command there is", async () => {
  const commands: (readonly string[])[] = [];
  const run: World["run"] = (argv) => {
    commands.push(argv);
    return Promise.resolve({
      code: 0,
      out: "LoadState=loaded\nActiveState=failed\nResult=start-limit-hit\nNRestarts=10\n",
      err: "",
      ended: "itself",
    });
  };
  const probe = createSupervisorProbe();
  const context = contextFor({ port: 1 }, noProcess);
  for (const _ of ["now", "a minute later"]) {
    expect(await probe.read({ ...quiet, run }, context)).toMatchObject({
      found: true,
      facts: { unit: "openclaw-gateway.service", automaticRestarts: 10, result: "start-limit-hit" },
      problems: [{ problem: "start-limit" }],
    });
  }
  expect(commands.map(([file, , ...rest]) => [file, rest.includes("show")])).toEqual([
    ["systemctl", true],
    ["systemctl", true],
  ]);
});

test.each([
  ["on another host", { local: false }, {}],
  ["of the demo: nothing of this host is asked about it", { demo: "calm" }, {}],
  ["on a system whose service manager gatetop does not know", {}, { platform: "win32" as const }],
])("is not asked for a gateway %s", async (_, target, more) => {
  const never: World["run"] = () => Promise.reject(new Error("a command ran"));
  await expect(
    createSupervisorProbe().read({ ...quiet, ...more, run: never }, contextFor({ port: 1, ...target }, noProcess)),
  ).rejects.toThrow(Missing);
});
