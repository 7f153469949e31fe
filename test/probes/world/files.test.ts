import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { diskUsedPercent, listDir, readLink, readText } from "../../../src/probes/world/files.ts";

const folder = mkdtempSync(join(tmpdir(), "gatetop-files-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, "a.txt");
writeFileSync(file, "grüß dich");
symlinkSync(file, join(folder, "link"));

test.each([
  ["whole", {}, "grüß dich"],
  ["its beginning", { maxBytes: 2 }, "gr"],
  ["byte by byte", { encoding: "latin1", maxBytes: 4 }, "grÃ¼"],
] as const)("a file, %s", async (_, options, expected) => {
  expect(await readText(file, options)).toBe(expected);
});

test("folders and links", async () => {
  expect([...(await listDir(folder))].sort()).toEqual(["a.txt", "link"]);
  expect(await readLink(join(folder, "link"))).toBe(file);
});

test("an endless file ends at the limit", async () => {
  writeFileSync(join(folder, "big"), "x".repeat(1_500_000));
  expect(await readText(join(folder, "big"))).toHaveLength(1_000_000);
});

test.each([
  ["a file", "/nowhere/file"],
  ["a process", "/proc/0/stat"],
])("%s that is not there rejects, and does not throw", async (_, path) => {
  await expect(readText(path)).rejects.toThrow("ENOENT");
});

test("the used share of a disk", async () => {
  const percent = await diskUsedPercent(folder);
  expect(percent).toBeGreaterThan(0);
  expect(percent).toBeLessThan(100);
});

describe.runIf(process.platform === "linux")("kernel files, whose size the kernel does not tell", () => {
  test("whole, however long", async () => {
    const text = await readText("/proc/self/smaps");
    expect(text.length).toBeGreaterThan(65_536);
    expect(text).toMatch(/VmFlags: [a-z ]+\n$/u);
  });

  test("up to the limit", async () => {
    expect(await readText("/proc/self/smaps", { maxBytes: 100 })).toHaveLength(100);
  });
});
