// How the bundle differs from its sources: files edited, packages replaced. Everything listed must really have happened.
import { readFile } from "node:fs/promises";
import http from "node:http";
import https from "node:https";
import { createRequire } from "node:module";
import { dirname, resolve, sep } from "node:path";
import tls from "node:tls";
import zlib from "node:zlib";
import type { Loader, Plugin } from "esbuild";
import { type Edit, edits } from "./edits.ts";

const ownManifest = resolve(import.meta.dirname, "../../package.json");
const shims = resolve(import.meta.dirname, "shims");
/** In dist/, beside the programs. */
const besides = "./systeminformation.cjs";
const wsFolder = dirname(createRequire(import.meta.url).resolve("ws/package.json"));

/** dist/app.cjs has everything but the guard, dist/guard.cjs the guard and nothing of a screen. */
export type Program = "app" | "guard";

type Replacement = {
  readonly name: string;
  /** The one program it is for; default: both, where they have it. */
  readonly only?: Program;
  /** What is imported, and by which file (end of its path), when not by any. */
  readonly imports: RegExp;
  readonly by?: RegExp;
  /** A file in shims/, or the text of a module. */
  readonly with: { readonly file: string } | { readonly text: string };
};

const replacements: readonly Replacement[] = [
  { name: "fast string-width", imports: /^string-width$/, with: { file: "string-width.ts" } },
  // It runs tput and friends when stdout has no size; ours always has one.
  { name: "no terminal-size", imports: /^terminal-size$/, with: { text: "export default () => ({ columns: 80, rows: 24 });" } },
  // At the exit it writes to stderr, also when that is a file, and waits for a terminal that does not read. Ink shows the cursor itself.
  { name: "no restore-cursor", imports: /^restore-cursor$/, with: { text: "export default () => {};" } },
  // Wanted when the first frame has been drawn; with TLS and compression they take 5 to 15 ms.
  { name: "late ws", imports: /^ws$/, with: { text: lateParts({ WebSocket: "websocket", WebSocketServer: "websocket-server" }) } },
  // Only wss:// needs them, and only compressed frames, which are off.
  { name: "late https of ws", imports: /^https$/, by: /\/ws\/lib\//, with: { text: late("node:https", Object.keys(https)) } },
  { name: "late tls of ws", imports: /^tls$/, by: /\/ws\/lib\//, with: { text: late("node:tls", Object.keys(tls)) } },
  { name: "late zlib of ws", imports: /^zlib$/, by: /\/ws\/lib\//, with: { text: late("node:zlib", Object.keys(zlib)) } },
  { name: "late http", imports: /^node:http$/, by: /\/src\//, with: { text: late("node:http", Object.keys(http)) } },
  { name: "late https", imports: /^node:https$/, by: /\/src\//, with: { text: late("node:https", Object.keys(https)) } },
  // It asserts that it was given a function.
  { name: "late assert", imports: /^assert$/, by: /\/signal-exit\//, with: { text: late("node:assert", ["equal"]) } },
  // Asked where there is no /proc: both programs load the same file there.
  { name: "late systeminformation", imports: /^systeminformation$/, with: { text: `module.exports = require("${besides}");` } },
  {
    name: "no guard",
    only: "app",
    imports: /^\.\/guard\/guard\.ts$/,
    by: /\/cli\/commands\.ts$/,
    with: { text: refusing("guardCommand", "dist/guard.cjs") },
  },
  { name: "no demo", only: "guard", imports: /^\.\/demo-gateway\.ts$/, with: { text: refusing("openDemo", "dist/app.cjs") } },
  { name: "slim blessed", imports: /^blessed$/, with: { file: "blessed.js" } },
  { name: "no blessed screen", imports: /^\.\/screen$/, by: /blessed\/lib\/widgets\/node\.js$/, with: { text: "exports.total = 0;" } },
  { name: "no scrolling box", imports: /^\.\/scrollablebox$/, by: /blessed\/lib\/widgets\/element\.js$/, with: { text: "" } },
  { name: "no widgets in helpers", imports: /^\.\/widgets\/(screen|element)$/, by: /blessed\/lib\/helpers\.js$/, with: { text: "" } },
  { name: "no blessed in unicode", imports: /^\.\.\/$/, by: /blessed\/lib\/unicode\.js$/, with: { text: "" } },
  // The chart's one use of it is finding a maximum, and ours is always given.
  { name: "no lodash", imports: /^lodash$/, by: /widget\/charts\/line\.js$/, with: { text: "" } },
  { name: "small gl-matrix", imports: /^gl-matrix$/, with: { file: "gl-matrix.js" } },
];

/** A function that is never called: who wants it is given to the other program. */
function refusing(name: string, program: string): string {
  return `exports.${name} = () => Promise.reject(new Error("${name} is in ${program}"));`;
}

/** A module whose parts come from the real one, which is evaluated when the first of them is used. */
function late(name: string, parts: readonly string[]): string {
  return `for (const part of ${JSON.stringify(parts)}) Object.defineProperty(exports, part, { enumerable: true, get: () => require("${name}")[part] });`;
}

/** The classes of ws, each from its own file: a client does not evaluate the server. */
function lateParts(files: Readonly<Record<string, string>>): string {
  const part = ([name, file]: readonly [string, string]) =>
    `Object.defineProperty(exports, "${name}", { enumerable: true, get: () => require(${JSON.stringify(resolve(wsFolder, `lib/${file}.js`))}) });`;
  return Object.entries(files).map(part).join("\n");
}

/** The plugin, and a check to run after the build. */
export function adjustments(version: string, program: Program): { readonly plugin: Plugin; readonly missing: () => readonly string[] } {
  const replaced = replacements.filter(({ only = program }) => only === program);
  const own = program === "app" ? [...edits, ...replaced] : replaced.filter(({ only }) => only === program);
  const due = new Set(own.map((step) => step.name));
  const plugin: Plugin = {
    name: "adjustments",
    setup: (build) => {
      build.onResolve({ filter: /^\.\/systeminformation\.cjs$/ }, ({ path }) => ({ path, external: true }));
      for (const replacement of replaced) {
        build.onResolve({ filter: replacement.imports }, ({ importer, namespace }) => {
          const from = importer.split(sep).join("/");
          if (
            namespace === "text" ||
            from.includes("/scripts/build/shims/") ||
            (replacement.by !== undefined && !replacement.by.test(from))
          )
            return undefined;
          due.delete(replacement.name);
          if ("file" in replacement.with) return { path: resolve(shims, replacement.with.file) };
          return { path: replacement.name, namespace: "text", pluginData: replacement.with.text };
        });
      }
      build.onLoad({ filter: /.*/, namespace: "text" }, ({ pluginData }) => ({ contents: String(pluginData), resolveDir: shims }));
      build.onLoad({ filter: /[\\/]package\.json$/ }, ({ path }) =>
        path === ownManifest ? { contents: JSON.stringify({ version }), loader: "json" } : undefined,
      );
      build.onLoad({ filter: filterOf(edits) }, async ({ path }) => {
        const from = path.split(sep).join("/");
        let contents = await readFile(path, "utf8");
        for (const edit of edits.filter(({ file }) => from.endsWith(file))) {
          const edited = contents.replace(edit.find, edit.replace as string);
          if (edited !== contents) due.delete(edit.name);
          contents = edited;
        }
        return { contents, loader: (/\.(tsx?)$/.exec(path)?.[1] ?? "js") as Loader };
      });
    },
  };
  return { plugin, missing: () => [...due] };
}

function filterOf(edits: readonly Edit[]): RegExp {
  const files = edits.map(({ file }) => file.replace(/[.@]/g, "\\$&").replaceAll("/", "[\\\\/]"));
  return new RegExp(`(?:${files.join("|")})$`);
}
