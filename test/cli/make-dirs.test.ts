import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { makeDirs } from "../../src/cli/make-dirs.ts";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "gatetop-dirs-"));
afterAll(() => fs.rmSync(root, { recursive: true }));

test("makes what is missing, private, and takes what is there", () => {
  const dir = path.join(root, "a", "b", "c");
  makeDirs(dir, 0o700);
  makeDirs(dir, 0o700);
  expect(fs.statSync(dir).mode & 0o777).toBe(0o700);
});

test("a file in the way is named by its error", () => {
  fs.writeFileSync(path.join(root, "file"), "");
  expect(() => makeDirs(path.join(root, "file", "below"), 0o700)).toThrow(/ENOTDIR/u);
});

test.runIf(process.platform === "linux")("ends where nothing can be made", () => {
  expect(() => makeDirs("/proc/1/gatetop/x/y", 0o700)).toThrow(/ENOENT|EACCES|EPERM/u);
});
