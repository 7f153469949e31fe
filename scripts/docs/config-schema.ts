// config.schema.json, for editors: from the table of keys and the rules.
import { rules } from "../../src/data/alerts/rules.ts";
import { ownSchema } from "../../src/data/config/own-shape.ts";

/** Lists of words on one line, as the formatter has them. */
const words = /\[\s+((?:"[^"]*",\s+)*"[^"]*")\s+\]/gu;

export const configSchemaText = (): string =>
  `${JSON.stringify(ownSchema(rules), null, 2).replace(words, (_, list: string) => `[${list.replaceAll(/\s+/gu, " ")}]`)}\n`;
