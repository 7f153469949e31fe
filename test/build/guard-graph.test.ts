// A guard lives for months in a few megabytes: nothing of the screen, the demo or the store is loaded for it.
import { resolve } from "node:path";
import { build } from "esbuild";
import { beforeAll, describe, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const entry = "src/cli/guard/guard.ts";

/** Loaded when a person asks for it: by a command that does nothing else, or by SIGHUP. */
const commands = ["src/cli/guard/install/command.ts", "src/cli/own-config.ts"];
/** Never loaded on Linux, or never by a guard. */
const others = /^node_modules\/systeminformation\/|^src\/demo\//u;

type Imports = ReadonlyMap<string, readonly { readonly path: string; readonly kind: string; readonly external?: boolean }[]>;
let imports: Imports;

beforeAll(async () => {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    platform: "node",
    format: "esm",
    splitting: true,
    outdir: "dist",
    write: false,
    metafile: true,
    logLevel: "silent",
    external: ["blessed", "blessed-contrib"],
  });
  imports = new Map(Object.entries(metafile.inputs).map(([file, input]) => [file, input.imports]));
});

/** Files reached from `from`; by import() too, where it is asked for. */
function reached(from: string, late: boolean): ReadonlySet<string> {
  const seen = new Set<string>();
  const queue = [from];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file) || commands.includes(file) || (late && others.test(file))) continue;
    seen.add(file);
    for (const { path, kind, external } of imports.get(file) ?? []) {
      if (external !== true && (late || kind !== "dynamic-import")) queue.push(path);
    }
  }
  return seen;
}

const screen =
  /^node_modules\/(?:ink|react|react-reconciler|yoga-layout|blessed|blessed-contrib|systeminformation|string-width)\/|^src\/(?:ui|demo)\//u;
const core =
  /^src\/data\/(?:update|store|view[\w-]*|fold[\w-]*)\.ts$|^src\/data\/(?:select|late|boards|recording)\/|^src\/data\/alerts\/rules\.ts$/u;

describe("from the start of the guard", () => {
  test("the guard itself is reached", () => {
    const files = [...reached(entry, false)];
    expect(files).toEqual(expect.arrayContaining(["src/cli/guard/turn.ts", "src/data/guard/step.ts", "src/probes/guard/eyes.ts"]));
  });

  test.each([
    ["screen, demo or systeminformation", screen],
    ["the dashboard's store and its selections", core],
    ["the WebSocket, which only a guard with credentials needs", /^node_modules\/ws\/|^src\/data\/gateway\/(?:link|dial)\.ts$/u],
    ["the hand, which most guards never lift", /^src\/actions\/(?:run|rpc|hands|writer)\/|^src\/actions\/(?:actor|clean-up)\.ts$/u],
  ])("nothing of %s", (_, pattern) => {
    expect([...reached(entry, false)].filter((file) => pattern.test(file))).toEqual([]);
  });
});

describe("with everything a guard loads in its life", () => {
  test("the hand and the link are reached", () => {
    expect([...reached(entry, true)]).toEqual(expect.arrayContaining(["src/actions/actor.ts", "src/data/gateway/dial.ts"]));
  });

  test.each([
    ["the screen", /^node_modules\/(?:ink|react|react-reconciler|yoga-layout|blessed|blessed-contrib)\/|^src\/ui\//u],
    ["the dashboard's store", /^src\/data\/(?:update|store)\.ts$|^src\/data\/alerts\/rules\.ts$/u],
  ])("nothing of %s", (_, pattern) => {
    expect([...reached(entry, true)].filter((file) => pattern.test(file))).toEqual([]);
  });
});
