import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { restoreConfig } from "../../../src/actions/config/restore.ts";

describe("an older configuration is put back", () => {
  let folder = "";
  beforeEach(() => {
    folder = fs.mkdtempSync(join(tmpdir(), "gatetop-restore-"));
  });
  afterEach(() => {
    fs.chmodSync(folder, 0o700);
    fs.rmSync(folder, { recursive: true });
  });

  const older = Buffer.from("{ gateway: { port: 18789 } }\n");
  const broken = "{ gateway: {\n";
  const here = (name: string): string => join(folder, name);
  const restore = (over: Partial<Parameters<typeof restoreConfig>[0]> = {}) =>
    restoreConfig({ file: here("openclaw.json"), bytes: older, keepAs: here("kept.json5"), readonly: null, ...over });

  test.each([0o600, 0o640])("byte for byte, with the mode it had (%o), and the replaced one is kept for its owner only", (mode) => {
    fs.writeFileSync(here("openclaw.json"), broken);
    fs.chmodSync(here("openclaw.json"), mode);
    expect(restore()).toEqual({ ok: true, file: here("openclaw.json"), kept: here("kept.json5") });
    expect(fs.readFileSync(here("openclaw.json"))).toEqual(older);
    expect(fs.statSync(here("openclaw.json")).mode & 0o777).toBe(mode);
    expect(fs.readFileSync(here("kept.json5"), "utf8")).toBe(broken);
    expect(fs.statSync(here("kept.json5")).mode & 0o777).toBe(0o600);
    expect(fs.readdirSync(folder).toSorted()).toEqual(["kept.json5", "openclaw.json"]);
  });

  test("through a link, which stays one", () => {
    fs.mkdirSync(here("dotfiles"));
    fs.writeFileSync(here("dotfiles/openclaw.json"), broken);
    fs.symlinkSync(here("dotfiles/openclaw.json"), here("openclaw.json"));
    expect(restore()).toMatchObject({ ok: true, file: here("dotfiles/openclaw.json") });
    expect(fs.lstatSync(here("openclaw.json")).isSymbolicLink()).toBe(true);
    expect(fs.readFileSync(here("dotfiles/openclaw.json"))).toEqual(older);
  });

  test("where it was deleted: for its owner only", () => {
    expect(restore()).toEqual({ ok: true, file: here("openclaw.json"), kept: null });
    expect(fs.statSync(here("openclaw.json")).mode & 0o777).toBe(0o600);
  });

  test.each([
    ["gatetop may change nothing", { readonly: "--readonly" }, /only looks: --readonly/u],
    ["the replaced one cannot be kept", { keepAs: "/nowhere/kept.json5" }, /stays as it is.*ENOENT/u],
  ])("not when %s: it stays as it is", (_, over, why) => {
    fs.writeFileSync(here("openclaw.json"), broken);
    expect(restore(over)).toMatchObject({ ok: false, why: expect.stringMatching(why) as string });
    expect(fs.readFileSync(here("openclaw.json"), "utf8")).toBe(broken);
  });

  test("one that was kept before is not written over", () => {
    fs.writeFileSync(here("openclaw.json"), broken);
    fs.writeFileSync(here("kept.json5"), "older still");
    expect(restore()).toMatchObject({ ok: false });
    expect(fs.readFileSync(here("kept.json5"), "utf8")).toBe("older still");
  });

  test.runIf(process.getuid?.() !== 0)("in a directory of somebody else: who can, is told", () => {
    fs.writeFileSync(here("openclaw.json"), broken);
    const elsewhere = fs.mkdtempSync(join(tmpdir(), "gatetop-kept-"));
    fs.chmodSync(folder, 0o500);
    expect(restore({ keepAs: join(elsewhere, "kept.json5") })).toMatchObject({ ok: false, fix: "run gatetop as the gateway's user" });
    fs.rmSync(elsewhere, { recursive: true });
    expect(fs.readFileSync(here("openclaw.json"), "utf8")).toBe(broken);
  });
});
