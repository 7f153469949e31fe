// src/ → dist/: the program as one file, and a launcher that shows something before that file is even read.
//   node scripts/build.ts [--source-map]
import { createHash } from "node:crypto";
import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { build, type BuildOptions, type BuildResult } from "esbuild";
import { notices } from "./build/notices.ts";
import { adjustments } from "./build/plugins.ts";

const root = resolve(import.meta.dirname, "..");
process.chdir(root);
const started = performance.now();
const withMap = process.argv.includes("--source-map");

const { version } = JSON.parse(await readFile("package.json", "utf8")) as { readonly version: string };
const { plugin, missing } = adjustments(version);

const common = {
  bundle: true,
  platform: "node",
  format: "cjs",
  minify: true,
  legalComments: "none",
  logLevel: "warning",
  absWorkingDir: root,
  write: false,
} satisfies BuildOptions;

const app = await build({
  ...common,
  entryPoints: ["src/cli/main.ts"],
  outfile: "dist/app.cjs",
  target: "node20",
  metafile: true,
  sourcemap: withMap ? "external" : false,
  plugins: [plugin],
  inject: ["scripts/build/shims/segmenter.ts"],
  define: {
    "process.env.NODE_ENV": '"production"',
    // Optional native parts of ws, which are never there.
    "process.env.WS_NO_BUFFER_UTIL": '"1"',
    "process.env.WS_NO_UTF_8_VALIDATE": '"1"',
  },
  // Loaded by vm.Script, which has no import(); of what is bundled it becomes a call that evaluates the module there and then.
  supported: { "dynamic-import": false },
  // ink 8 calls it, Node 20 has not got it.
  banner: {
    js: "Promise.withResolvers??=function(){let a,b;const p=new this((x,y)=>{a=x;b=y});return{promise:p,resolve:a,reject:b}};",
  },
});

const lost = missing();
if (lost.length > 0) throw new Error(`these steps of scripts/build found nothing to change: ${lost.join("; ")}`);

// The launcher reads it as latin1, which is fastest; esbuild leaves regular expressions as they are written.
const bundle = Buffer.from(
  Buffer.from(contentsOf(app, "app.cjs"))
    .toString()
    .replace(/[^\0-\x7f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`),
);
const launcher = await build({
  ...common,
  entryPoints: ["src/cli/launch/launcher.ts"],
  outfile: "dist/gatetop.cjs",
  // It must be understood by the Node versions it refuses.
  target: "es2015",
  define: { __BUNDLE__: JSON.stringify(createHash("sha256").update(bundle).digest("hex").slice(0, 16)) },
  banner: { js: "#!/usr/bin/env node" },
});

await rm("dist", { recursive: true, force: true });
await mkdir("dist");
await writeFile("dist/app.cjs", bundle);
await writeFile("dist/gatetop.cjs", contentsOf(launcher, "gatetop.cjs"));
await chmod("dist/gatetop.cjs", 0o755);
await writeFile("dist/LICENSES.txt", notices(Object.keys(app.metafile.inputs)));
if (withMap) await writeFile("dist/app.cjs.map", contentsOf(app, "app.cjs.map"));
process.stdout.write(`dist/ in ${Math.round(performance.now() - started)} ms, app.cjs ${Math.round(bundle.length / 1024)} KiB\n`);

function contentsOf({ outputFiles }: BuildResult<{ write: false }>, name: string): Uint8Array {
  const file = outputFiles.find(({ path }) => path.endsWith(name));
  if (file === undefined) throw new Error(`esbuild made no ${name}`);
  return file.contents;
}
