// The real world, as probes see it.
import os from "node:os";
import type { World } from "./probe.ts";
import { connect } from "./world/connect.ts";
import { diskUsedPercent, fileSize, listDir, readLink, readTail, readText } from "./world/files.ts";
import { getJson } from "./world/get-json.ts";
import { queryDatabase } from "./world/query-database.ts";
import { runCommand } from "./world/run-command.ts";

/** The link's two functions come from outside; everything else is this host. */
export function createWorld({ request, methods }: Pick<World, "request" | "methods">): World {
  return {
    now: Date.now,
    request,
    methods,
    connect,
    getJson,
    readText,
    readTail,
    fileSize,
    run: runCommand,
    queryDatabase,
    listDir,
    readLink,
    diskUsedPercent,
    platform: process.platform,
    hostname: os.hostname,
    uid: process.getuid?.() ?? null,
    systeminformation: () => import("systeminformation"),
  };
}
