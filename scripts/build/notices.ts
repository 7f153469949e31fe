// The licences of everything in the bundle, as they ask for.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

type Manifest = { readonly name: string; readonly version: string; readonly license?: string };

/** `inputs` are the bundled files, relative to `root`. */
export function notices(root: string, inputs: readonly string[]): string {
  const packages = new Set(inputs.flatMap((file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []));
  const texts = [...packages].sort().map((name) => {
    const dir = join(root, name);
    const { version, license, ...manifest } = JSON.parse(readFileSync(join(dir, "package.json"), "utf8")) as Manifest;
    const file = readdirSync(dir).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file !== undefined && existsSync(join(dir, file)) ? readFileSync(join(dir, file), "utf8").trim() : "";
    return `${manifest.name} ${version} (${license ?? "see below"})\n\n${text}`;
  });
  return `gatetop contains these packages, each under its own licence.\n\n${texts.join(`\n\n${"-".repeat(70)}\n\n`)}\n`;
}
