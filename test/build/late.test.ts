// What the first frame does without is not read for it: nothing of the late boards is reached by plain imports from the program's start.
import { resolve } from "node:path";
import { build } from "esbuild";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");

/** Files reached from the start of the program and of its dashboard without a call to import(). */
async function reached(): Promise<ReadonlySet<string>> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ["src/cli/main.ts", "src/cli/dashboard.ts"],
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    outdir: "dist",
    write: false,
    metafile: true,
  });
  const seen = new Set<string>();
  const queue = ["src/cli/main.ts", "src/cli/dashboard.ts"];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    for (const { path, kind, external } of metafile.inputs[file]?.imports ?? []) {
      if (kind === "import-statement" && external !== true) queue.push(path);
    }
  }
  return seen;
}

/** What the late boards begin with, and a span of time as systemd writes it, which a probe of the first minute reads too. */
const allowed: ReadonlySet<string> = new Set([
  "src/data/logs/log-book.ts",
  "src/data/late/late.ts",
  "src/data/late/late-state.ts",
  "src/ui/late/late-panels.ts",
  "src/data/service/span.ts",
]);

const late =
  /^src\/(?:data\/(?:late|logs|service|command|recording|report)|ui\/late|probes\/(?:logs|service\/read-[\w-]+)|cli\/(?:report|doctor|replay|logs|wish|wishes))(?:\/|\.ts)/u;

test("nothing of the late boards is loaded before the first frame", async () => {
  const files = [...(await reached())];
  expect(files).toContain("src/ui/screen.tsx");
  expect(files.filter((file) => late.test(file) && !allowed.has(file))).toEqual([]);
});
