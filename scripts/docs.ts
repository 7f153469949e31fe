// Writes docs/alerts.md, docs/service.md, docs/guard.md, config.schema.json and the generated blocks of README.md: npm run docs. test/docs.test.ts fails when they are not current.
import { readFileSync, writeFileSync } from "node:fs";
import { alertsPage } from "./docs/alerts.ts";
import { configSchemaText } from "./docs/config-schema.ts";
import { generated } from "./docs/blocks.ts";
import { guardPage } from "./docs/guard.ts";
import { servicePage } from "./docs/service.ts";

const readme = new URL("../README.md", import.meta.url);
writeFileSync(readme, generated(readFileSync(readme, "utf8")));
writeFileSync(new URL("../docs/alerts.md", import.meta.url), alertsPage());
writeFileSync(new URL("../docs/service.md", import.meta.url), servicePage());
writeFileSync(new URL("../docs/guard.md", import.meta.url), guardPage());
writeFileSync(new URL("../config.schema.json", import.meta.url), configSchemaText());
