// Two judges of a payload: the protocol's published JSON schema, and the shape of what a real gateway of the release sent.
// The schema says what values may be; it is some weeks older than the gateway, so which keys there may be the captures say.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { Ajv, type ValidateFunction } from "ajv";
import type { Release } from "../../src/demo/scenario.ts";

type Schema = Readonly<Record<string, unknown>>;

const entry = createRequire(import.meta.url).resolve("@openclaw/gateway-protocol");
const published = JSON.parse(readFileSync(new URL("../protocol.schema.json", `file://${entry}`), "utf8")) as {
  readonly definitions: Readonly<Record<string, Schema>>;
};

/** Without the ban on keys the schema does not know yet. */
function open(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(open);
  if (typeof schema !== "object" || schema === null) return schema;
  const entries = Object.entries(schema).filter(([name, value]) => !(name === "additionalProperties" && value === false));
  return Object.fromEntries(entries.filter(([name]) => !name.startsWith("x-")).map(([name, value]) => [name, open(value)]));
}

const ajv = new Ajv({ allErrors: true, strict: false });
const compiled = new Map<string, ValidateFunction>();

function validator(name: string, schema: () => unknown): ValidateFunction {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  const made = ajv.compile(schema() as Schema);
  compiled.set(name, made);
  return made;
}

function verdict(validate: ValidateFunction, value: unknown): readonly string[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => `${instancePath} ${message ?? ""} ${JSON.stringify(params)}`);
}

/** Complaints of the published schema's definition; `.property` steps into one of its properties. */
export function againstSchema(definition: string, value: unknown): readonly string[] {
  const validate = validator(`schema ${definition}`, () => {
    const [name = "", ...path] = definition.split(".");
    let schema: unknown = published.definitions[name];
    for (const step of path) schema = (schema as { properties?: Record<string, unknown> } | undefined)?.properties?.[step];
    if (schema === undefined) throw new Error(`the published schema has no ${definition}`);
    return open(schema);
  });
  return verdict(validate, value);
}

type Kind = "rpc" | "events" | "http";
type Shapes = Readonly<Record<Kind, Readonly<Record<string, Schema>>>>;

const shapes = (release: Release): Shapes =>
  JSON.parse(readFileSync(fileURLToPath(new URL(`../fixtures/demo/shapes-${release}.json`, import.meta.url)), "utf8")) as Shapes;

/** Complaints of the captured shape: a key no capture has, one every capture has and this lacks, another type. */
export function againstCapture(release: Release, kind: Kind, name: string, value: unknown): readonly string[] {
  const validate = validator(`capture ${release} ${kind} ${name}`, () => {
    const shape = shapes(release)[kind][name];
    if (shape === undefined) throw new Error(`no capture of ${kind} ${name} from ${release}`);
    return shape;
  });
  return verdict(validate, value);
}
