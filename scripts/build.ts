// src/ → dist/. With --source-map also dist/*.cjs.map, to read the stack of a crash report (never published).
import { chmod, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { bundle } from "./build/bundle.ts";

const started = performance.now();
const dist = resolve(import.meta.dirname, "../dist");
const files = await bundle({ sourceMap: process.argv.includes("--source-map") });
await mkdir(dist, { recursive: true });
for (const [name, contents] of files) await writeFile(join(dist, name), contents);
for (const name of await readdir(dist)) if (!files.has(name)) await rm(join(dist, name), { recursive: true });
await chmod(join(dist, "gatetop.cjs"), 0o755);
const size = (name: string): string => `dist/${name} ${Math.round((files.get(name)?.length ?? 0) / 1024)} KiB`;
process.stdout.write(`${size("app.cjs")}, ${size("guard.cjs")}, in ${Math.round(performance.now() - started)} ms\n`);
