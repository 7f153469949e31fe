import { rmSync } from "node:fs";

/** With all that is in it, if it is there. A process that was just ended may still close a file in it: one more look each 50 ms, for a second. */
export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
