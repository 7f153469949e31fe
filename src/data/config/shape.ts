// What may stand in a config file, as one value: it is checked against, and published as a JSON schema.

type About = { readonly about: string };

/**
 * `never`: keys that have no sense here, and why. `needs`: without them nothing of it counts. `one`: exactly one of the keys. `veiled`: what
 * stands there may be a secret, so that it is not repeated.
 */
type Fields = {
  readonly kind: "fields";
  readonly fields: Readonly<Record<string, Shape>>;
  readonly never?: Readonly<Record<string, string>>;
  readonly needs?: readonly string[];
  readonly one?: true;
  readonly veiled?: true;
} & About;

export type Shape =
  | ({ readonly kind: "flag" } & About)
  /** `pattern`: as in a JSON schema; `like`: what such a text is, in words and an example. */
  | ({ readonly kind: "text"; readonly pattern?: string; readonly like?: string; readonly veiled?: true } & About)
  /** A list of texts, at most so many. */
  | ({ readonly kind: "texts"; readonly most: number } & About)
  | ({ readonly kind: "list"; readonly of: Shape; readonly least: number; readonly most: number } & About)
  | ({ readonly kind: "word"; readonly words: readonly string[] } & About)
  | ({ readonly kind: "number"; readonly least: number; readonly most: number; readonly whole?: true } & About)
  | Fields
  | ({ readonly kind: "text-or-fields"; readonly text: Shape & { readonly kind: "text" }; readonly fields: Fields } & About)
  /** What else there is depends on the word behind `by`. All of it is right, or nothing of it counts. */
  | ({ readonly kind: "variants"; readonly by: string; readonly variants: Readonly<Record<string, Fields>> } & About)
  /** One word stands for the whole object. */
  | ({ readonly kind: "word-or-fields"; readonly words: readonly string[]; readonly fields: Shape & { readonly kind: "fields" } } & About);

/** A key or a value that is wrong, and why. */
export type Wrong = { readonly path: readonly string[]; readonly at: "key" | "value"; readonly why: string };

/** The value without what is wrong with it. Undefined: nothing of it is right. */
export type Right = { readonly value: unknown; readonly wrong: readonly Wrong[] };

type Meant = (word: string, words: readonly string[]) => string | null;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const list = (words: readonly string[]): string => words.join(", ");

/** Short enough for a sentence. */
function named(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (isObject(value)) return "an object";
  return typeof value === "string" ? `"${value.slice(0, 40)}"` : String(value);
}

const told = ({ veiled }: { readonly veiled?: true }, value: unknown): string => (veiled === true ? "what stands here" : named(value));

function wordWhy(word: string, words: readonly string[], meant: Meant): string {
  const near = meant(word, words);
  return near === null ? `there are ${list(words)}` : `did you mean ${near}?`;
}

/** `meant` finds the word that was probably meant. */
export function right(shape: Shape, value: unknown, meant: Meant, path: readonly string[] = []): Right {
  const no = (why: string): Right => ({ value: undefined, wrong: [{ path, at: "value", why }] });
  switch (shape.kind) {
    case "flag":
      return typeof value === "boolean" ? { value, wrong: [] } : no(`${named(value)} is neither true nor false`);
    case "text":
      if (typeof value !== "string") return no(`${named(value)} is not a text`);
      return fits(shape, value) ? { value, wrong: [] } : no(`${told(shape, value)} is not ${shape.like ?? "a text"}`);
    case "list":
      return Array.isArray(value) ? rightList(shape, value, meant, path) : no(`${named(value)} is not a list`);
    case "text-or-fields":
      if (typeof value === "string") return right(shape.text, value, meant, path);
      return isObject(value) ? rightFields(shape.fields, value, meant, path) : no(`${named(value)} is neither a text nor an object`);
    case "variants":
      return isObject(value) ? rightVariant(shape, value, meant, path) : no(`${named(value)} is not an object`);
    case "texts": {
      if (!Array.isArray(value)) return no(`${named(value)} is not a list of texts`);
      const other: unknown = value.find((item) => typeof item !== "string");
      if (other !== undefined) return no(`${named(other)} in it is not a text`);
      return value.length > shape.most ? no(`more than ${shape.most} texts`) : { value, wrong: [] };
    }
    case "number": {
      const { least, most, whole } = shape;
      const fine = typeof value === "number" && value >= least && value <= most && (whole === undefined || Number.isInteger(value));
      if (fine) return { value, wrong: [] };
      return no(
        `${named(value)} is not a ${whole === true ? "whole number" : "number"} ${most === Number.MAX_VALUE ? `of at least ${least}` : `from ${least} to ${most}`}`,
      );
    }
    case "word":
      if (typeof value === "string" && shape.words.includes(value)) return { value, wrong: [] };
      return no(`${named(value)} is not one of ${list(shape.words)}${typeof value === "string" ? near(value, shape.words, meant) : ""}`);
    case "word-or-fields":
      if (isObject(value)) return rightFields(shape.fields, value, meant, path);
      if (typeof value === "string" && shape.words.includes(value)) return { value, wrong: [] };
      return no(`${named(value)} is neither an object nor one of ${list(shape.words)}`);
    case "fields":
      return isObject(value) ? rightFields(shape, value, meant, path) : no(`${told(shape, value)} is not an object`);
  }
}

function near(word: string, words: readonly string[], meant: Meant): string {
  const found = meant(word, words);
  return found === null ? "" : `: did you mean ${found}?`;
}

const fits = ({ pattern }: { readonly pattern?: string }, value: string): boolean =>
  pattern === undefined || new RegExp(pattern, "u").test(value);

type List = Extract<Shape, { kind: "list" }>;

/** What is wrong in it is left out; too few of what is left are none. */
function rightList({ of, least, most }: List, value: readonly unknown[], meant: Meant, path: readonly string[]): Right {
  const no = (why: string): Right => ({ value: undefined, wrong: [{ path, at: "value", why }] });
  if (value.length > most) return no(`more than ${most} of them`);
  if (value.length < least) return no(least === 1 ? "nothing is in it" : `fewer than ${least} of them`);
  const checked = value.map((item, index) => right(of, item, meant, [...path, String(index)]));
  const kept = checked.flatMap((one) => (one.value === undefined ? [] : [one.value]));
  return { value: kept.length < least ? undefined : kept, wrong: checked.flatMap((one) => one.wrong) };
}

type Variants = Extract<Shape, { kind: "variants" }>;

function rightVariant({ by, variants }: Variants, value: Readonly<Record<string, unknown>>, meant: Meant, path: readonly string[]): Right {
  const word = Object.hasOwn(value, by) ? value[by] : undefined;
  const words = Object.keys(variants);
  const fields = typeof word === "string" && Object.hasOwn(variants, word) ? variants[word] : undefined;
  if (fields !== undefined) {
    const checked = rightFields(fields, value, meant, path);
    return checked.wrong.length === 0 ? checked : { ...checked, value: undefined };
  }
  const why = word === undefined ? `it has no ${by}: there are ${list(words)}` : `${named(word)} is not one of ${list(words)}`;
  const slip = typeof word === "string" ? near(word, words, meant) : "";
  return { value: undefined, wrong: [{ path: word === undefined ? path : [...path, by], at: "value", why: `${why}${slip}` }] };
}

function rightFields({ fields, never = {}, needs = [], one }: Fields, value: object, meant: Meant, path: readonly string[]): Right {
  const wrong: Wrong[] = [];
  if (one === true && Object.keys(value).length !== 1)
    return { value: undefined, wrong: [{ path, at: "value", why: `exactly one of ${list(Object.keys(fields))} belongs here` }] };
  const kept: [string, unknown][] = [];
  for (const [key, child] of Object.entries(value)) {
    const at = [...path, key];
    const shape = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (shape === undefined) {
      const why = Object.hasOwn(never, key) ? never[key] : `there is no such key: ${wordWhy(key, Object.keys(fields), meant)}`;
      wrong.push({ path: at, at: "key", why: why ?? "" });
      continue;
    }
    const checked = right(shape, child, meant, at);
    wrong.push(...checked.wrong);
    if (checked.value !== undefined) kept.push([key, checked.value]);
  }
  const unsaid = needs.filter((key) => !Object.hasOwn(value, key));
  for (const key of unsaid) wrong.push({ path, at: "value", why: `it has no ${key}` });
  const whole = [...needs, ...(one === true ? Object.keys(value) : [])].every((key) => kept.some(([name]) => name === key));
  return { value: whole ? Object.fromEntries(kept) : undefined, wrong };
}

function bare(schema: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { description: _, ...rest } = schema;
  return rest;
}

/** As JSON Schema. */
export function schemaOf(shape: Shape): Readonly<Record<string, unknown>> {
  const { about: description } = shape;
  switch (shape.kind) {
    case "flag":
      return { description, type: "boolean" };
    case "text":
      return { description, type: "string", ...(shape.pattern === undefined ? {} : { pattern: shape.pattern }) };
    case "list":
      return { description, type: "array", items: schemaOf(shape.of), minItems: shape.least, maxItems: shape.most };
    case "text-or-fields":
      return { description, anyOf: [bare(schemaOf(shape.text)), bare(schemaOf(shape.fields))] };
    case "variants":
      return { description, anyOf: Object.values(shape.variants).map((fields) => schemaOf(fields)) };
    case "texts":
      return { description, type: "array", items: { type: "string" }, maxItems: shape.most };
    case "number":
      return {
        description,
        type: shape.whole === true ? "integer" : "number",
        minimum: shape.least,
        ...(shape.most === Number.MAX_VALUE ? {} : { maximum: shape.most }),
      };
    case "word":
      return { description, enum: shape.words };
    case "word-or-fields": {
      return { description, anyOf: [{ enum: shape.words }, bare(schemaOf(shape.fields))] };
    }
    case "fields": {
      const properties = Object.fromEntries(Object.entries(shape.fields).map(([key, child]) => [key, schemaOf(child)]));
      const only = shape.one === true ? { minProperties: 1, maxProperties: 1 } : {};
      const required = shape.needs === undefined ? {} : { required: shape.needs };
      return { description, type: "object", properties, ...required, ...only, additionalProperties: false };
    }
  }
}
