import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createUnitManager } from "../../../src/actions/install/unit-manager.ts";
import { removeUnit, writeUnit } from "../../../src/actions/install/write-unit.ts";

let dir = "";

beforeEach(() => {
  dir = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "gatetop-unit-")), "systemd", "user");
});

afterEach(() => fs.rmSync(path.dirname(path.dirname(dir)), { recursive: true, force: true }));

test("written whole, its folder made, and taken away again", () => {
  expect(writeUnit(dir, { name: "gatetop-guard.service", text: "[Unit]\n" })).toBeNull();
  expect(fs.readdirSync(dir)).toEqual(["gatetop-guard.service"]);
  expect(fs.readFileSync(path.join(dir, "gatetop-guard.service"), "utf8")).toBe("[Unit]\n");
  expect(removeUnit(dir, "gatetop-guard.service")).toBeNull();
  expect(removeUnit(dir, "gatetop-guard.service")).toBeNull();
  expect(fs.readdirSync(dir)).toEqual([]);
});

test.each([
  "openclaw-gateway.service",
  "gatetop-../openclaw-gateway.service",
  "gatetop-guard.conf",
  "x/gatetop-guard.service",
  "gatetop-.service.d",
])("%s is not one of gatetop's: nothing is written, removed or asked of it", async (name) => {
  const manager = createUnitManager({ PATH: "/nowhere" }, 1000);
  expect(() => writeUnit(dir, { name, text: "" })).toThrow("not one of gatetop's own units");
  expect(() => removeUnit(dir, name)).toThrow("not one of gatetop's own units");
  await expect(async () => manager.unit("stop", name)).rejects.toThrow("not one of gatetop's own units");
});

test("a folder that cannot be made is a sentence", () => {
  fs.mkdirSync(path.dirname(dir), { recursive: true });
  fs.writeFileSync(dir, "a file");
  expect(writeUnit(dir, { name: "gatetop-guard.service", text: "" })).toMatch(
    /gatetop-guard\.service cannot be written: E(?:EXIST|NOTDIR)$/u,
  );
});
