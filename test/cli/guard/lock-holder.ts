// A second guard: takes the lock of DIR FILE, says what came of it, and lives until it is ended.
import { takeGuardLock } from "../../../src/cli/guard/guard-lock.ts";

const [dir = "", lock = ""] = process.argv.slice(2);
const taken = takeGuardLock({ dir, lock });
console.log(JSON.stringify({ kind: taken.kind, pid: "pid" in taken ? taken.pid : null }));
process.stdin.resume();
process.stdin.on("end", () => {
  if (taken.kind === "held") taken.release();
});
