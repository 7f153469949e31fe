// A secret from a file or a variable, read anew for every use: one that was changed is used at once, none is kept.
import { readFile, stat } from "node:fs/promises";
import type { Secret } from "../../data/guard/settings.ts";

const MAX_BYTES = 65_536;

export type OpenedSecret = { readonly ok: true; readonly value: string } | { readonly ok: false; readonly why: string };

const not = (why: string): OpenedSecret => ({ ok: false, why });

/** The first line, without the blanks around it. Never rejects; `why` never has a piece of it. */
export async function openSecret(secret: Secret, env: NodeJS.ProcessEnv): Promise<OpenedSecret> {
  if ("env" in secret) {
    const value = env[secret.env]?.trim() ?? "";
    return value === "" ? not(`$${secret.env} is not set`) : { ok: true, value };
  }
  const { file } = secret;
  try {
    const found = await stat(file);
    // A pipe would hold the reader for as long as nobody writes into it.
    if (!found.isFile() || found.size > MAX_BYTES) return not(`${file} is not a file with one line`);
    const value =
      (await readFile(file, "utf8"))
        .replace(/^\uFEFF/u, "")
        .split(/\r?\n/u)[0]
        ?.trim() ?? "";
    return value === "" ? not(`the first line of ${file} is empty`) : { ok: true, value };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    return not(`${file} cannot be read: ${code}`);
  }
}
