// What is published, as bytes: the program in one file, the guard in a smaller one, the launcher that shows something before either is
// even read, the licences.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { build, type BuildOptions, type BuildResult } from "esbuild";
import { notices } from "./notices.ts";
import { adjustments, type Program } from "./plugins.ts";

const root = resolve(import.meta.dirname, "../..");

/** How the program is bundled, also for tests that bundle a part of it. */
export const programOptions = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  format: "cjs",
  write: false,
  minify: true,
  legalComments: "none",
  logLevel: "warning",
  target: "node20",
  inject: ["bare", "segmenter"].map((name) => resolve(import.meta.dirname, `shims/${name}.ts`)),
  define: {
    "process.env.NODE_ENV": '"production"',
    // Optional native parts of ws, which are never there.
    "process.env.WS_NO_BUFFER_UTIL": '"1"',
    "process.env.WS_NO_UTF_8_VALIDATE": '"1"',
  },
  supported: {
    // vm.Script has no import(); of what is bundled it becomes a call that evaluates the module there and then.
    "dynamic-import": false,
    // Node 20 knows these; esbuild would compile them anew each time they are used.
    "regexp-unicode-property-escapes": true,
    "regexp-set-notation": true,
  },
  // ink 8 calls it, Node 20 has not got it.
  banner: {
    js: "Promise.withResolvers??=function(){let a,b;const p=new this((x,y)=>{a=x;b=y});return{promise:p,resolve:a,reject:b}};",
  },
} satisfies BuildOptions;

const entries: { readonly [P in Program]: string } = { app: "src/cli/main.ts", guard: "src/cli/guard/program.ts" };

type Bundled = { readonly text: Buffer; readonly map: Buffer | null; readonly inputs: readonly string[] };

async function bundleProgram(program: Program, version: string, sourceMap: boolean): Promise<Bundled> {
  const { plugin, missing } = adjustments(version, program);
  const built = await build({
    ...programOptions,
    entryPoints: [entries[program]],
    outfile: `dist/${program}.cjs`,
    // What Node puts around a CommonJS file. As part of the file it need not be added to a copy of a megabyte at every start.
    banner: { js: `(function(exports,require,module,__filename,__dirname){${programOptions.banner.js}` },
    footer: { js: "})" },
    metafile: true,
    sourcemap: sourceMap ? "external" : false,
    plugins: [plugin],
  });
  const lost = missing();
  if (lost.length > 0) throw new Error(`these steps of scripts/build found nothing to change: ${lost.join("; ")}`);
  return {
    text: ascii(withCheapNamespaces(outputOf(built, `${program}.cjs`).toString())),
    map: sourceMap ? outputOf(built, `${program}.cjs.map`) : null,
    inputs: Object.keys(built.metafile.inputs),
  };
}

/** File names in dist/ and their contents. Throws when a step of the build had nothing to do. */
export async function bundle(options: { readonly sourceMap: boolean }): Promise<ReadonlyMap<string, Buffer>> {
  const { version } = JSON.parse(await readFile(resolve(root, "package.json"), "utf8")) as { readonly version: string };
  const app = await bundleProgram("app", version, options.sourceMap);
  const guard = await bundleProgram("guard", version, options.sourceMap);
  const systeminformation = await build({
    ...programOptions,
    inject: [],
    banner: {},
    entryPoints: ["scripts/build/shims/systeminformation.js"],
    outfile: "dist/systeminformation.cjs",
    metafile: true,
  });
  const launcher = await build({
    absWorkingDir: root,
    bundle: true,
    platform: "node",
    format: "cjs",
    write: false,
    minify: true,
    logLevel: "warning",
    entryPoints: ["src/cli/launch/launcher.ts"],
    outfile: "dist/gatetop.cjs",
    // It must be understood by the Node versions it refuses.
    target: "es2015",
    alias: { "node:path": "path" },
    define: { __BUNDLES__: JSON.stringify({ app: hashOf(app.text), guard: hashOf(guard.text) }) },
    banner: { js: "#!/usr/bin/env node" },
  });
  const inputs = [...app.inputs, ...guard.inputs, ...Object.keys(systeminformation.metafile.inputs)];
  const maps = Object.entries({ app, guard }).flatMap(([name, { map }]) => (map === null ? [] : [[`${name}.cjs.map`, map] as const]));
  return new Map([
    ["app.cjs", app.text],
    ["guard.cjs", guard.text],
    ["systeminformation.cjs", outputOf(systeminformation, "systeminformation.cjs")],
    ["gatetop.cjs", outputOf(launcher, "gatetop.cjs")],
    ["LICENSES.txt", Buffer.from(notices(root, inputs))],
    ...maps,
  ]);
}

/**
 * What a file imports of Node or of a CommonJS package is, as esbuild has it, a copy with a getter for each of a hundred names, made
 * anew for each file. An object that inherits from the module has the same names, for nothing.
 */
function withCheapNamespaces(source: string): string {
  const helper = /\((\w+),(\w+),(\w+)\)=>\((?=\3=\1!=null\?[^;]{0,60}\2\|\|!\1\|\|!\1\.__esModule\?\w+\(\3,"default",)/;
  const edited = source.replace(
    helper,
    (head, module, node) =>
      `${head}(${node}||${module}&&!${module}.__esModule)&&/^(object|function)$/.test(typeof ${module})?Object.create(${module},{default:{value:${module},enumerable:!0}}):(`,
  );
  if (edited === source) throw new Error("esbuild's helper for imported namespaces was not found");
  // The bracket opened above closes where the helper ends.
  return edited.replace(/("default",\{value:\w+,enumerable:!0\}\):\w+,\w+\))/, "$1)");
}

const hashOf = (text: Buffer): string => createHash("sha256").update(text).digest("hex").slice(0, 16);

/** The launcher reads it as latin1, which is fastest; esbuild leaves regular expressions as they are written. */
function ascii(source: string): Buffer {
  const escaped = source.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return Buffer.from(escaped);
}

function outputOf({ outputFiles }: BuildResult<{ write: false }>, name: string): Buffer {
  const file = outputFiles.find(({ path }) => path.endsWith(name));
  if (file === undefined) throw new Error(`esbuild made no ${name}`);
  return Buffer.from(file.contents);
}
