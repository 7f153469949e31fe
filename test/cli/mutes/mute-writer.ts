// A second process that writes mutes: DIR NAME COUNT.
import { openMuteFile } from "../../../src/cli/mutes/mute-file.ts";

const [dir = "", name = "", count = "0"] = process.argv.slice(2);
const shelf = openMuteFile({ dir, target: "ws://127.0.0.1:18789", by: name, now: Date.now });
for (let at = 0; at < Number(count); at += 1) {
  const { failed, trouble } = shelf.ask([{ ask: "ack", key: `link/${name}-${at}` }]);
  if (failed) throw new Error(trouble ?? "failed");
}
