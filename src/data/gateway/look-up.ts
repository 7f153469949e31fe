/** A row of a table by a key from outside; names every object inherits are not rows. */
export function lookUp<Row>(table: Readonly<Record<string, Row>>, key: unknown): Row | undefined {
  return typeof key === "string" && Object.hasOwn(table, key) ? table[key] : undefined;
}
