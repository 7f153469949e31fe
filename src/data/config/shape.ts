// What may stand in a config file, as one value: it is checked against, and published as a JSON schema.

type About = { readonly about: string };

export type Shape =
  | ({ readonly kind: "flag" } & About)
  | ({ readonly kind: "text" } & About)
  /** A list of texts, at most so many. */
  | ({ readonly kind: "texts"; readonly most: number } & About)
  | ({ readonly kind: "word"; readonly words: readonly string[] } & About)
  | ({ readonly kind: "number"; readonly least: number; readonly most: number } & About)
  /** `never`: keys that have no sense here, and why. */
  | ({
      readonly kind: "fields";
      readonly fields: Readonly<Record<string, Shape>>;
      readonly never?: Readonly<Record<string, string>>;
    } & About)
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
      return typeof value === "string" ? { value, wrong: [] } : no(`${named(value)} is not a text`);
    case "texts": {
      if (!Array.isArray(value)) return no(`${named(value)} is not a list of texts`);
      const other: unknown = value.find((item) => typeof item !== "string");
      if (other !== undefined) return no(`${named(other)} in it is not a text`);
      return value.length > shape.most ? no(`more than ${shape.most} texts`) : { value, wrong: [] };
    }
    case "number": {
      const { least, most } = shape;
      if (typeof value === "number" && value >= least && value <= most) return { value, wrong: [] };
      return no(`${named(value)} is not a number ${most === Number.MAX_VALUE ? `of at least ${least}` : `from ${least} to ${most}`}`);
    }
    case "word":
      if (typeof value === "string" && shape.words.includes(value)) return { value, wrong: [] };
      return no(`${named(value)} is not one of ${list(shape.words)}${typeof value === "string" ? near(value, shape.words, meant) : ""}`);
    case "word-or-fields":
      if (isObject(value)) return rightFields(shape.fields, value, meant, path);
      if (typeof value === "string" && shape.words.includes(value)) return { value, wrong: [] };
      return no(`${named(value)} is neither an object nor one of ${list(shape.words)}`);
    case "fields":
      return isObject(value) ? rightFields(shape, value, meant, path) : no(`${named(value)} is not an object`);
  }
}

function near(word: string, words: readonly string[], meant: Meant): string {
  const found = meant(word, words);
  return found === null ? "" : `: did you mean ${found}?`;
}

type Fields = Extract<Shape, { kind: "fields" }>;

function rightFields({ fields, never = {} }: Fields, value: object, meant: Meant, path: readonly string[]): Right {
  const wrong: Wrong[] = [];
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
  return { value: Object.fromEntries(kept), wrong };
}

/** As JSON Schema. */
export function schemaOf(shape: Shape): Readonly<Record<string, unknown>> {
  const { about: description } = shape;
  switch (shape.kind) {
    case "flag":
      return { description, type: "boolean" };
    case "text":
      return { description, type: "string" };
    case "texts":
      return { description, type: "array", items: { type: "string" }, maxItems: shape.most };
    case "number":
      return { description, type: "number", minimum: shape.least, ...(shape.most === Number.MAX_VALUE ? {} : { maximum: shape.most }) };
    case "word":
      return { description, enum: shape.words };
    case "word-or-fields": {
      const { description: _, ...fields } = schemaOf(shape.fields);
      return { description, anyOf: [{ enum: shape.words }, fields] };
    }
    case "fields": {
      const properties = Object.fromEntries(Object.entries(shape.fields).map(([key, child]) => [key, schemaOf(child)]));
      return { description, type: "object", properties, additionalProperties: false };
    }
  }
}
