// gatetop from source, without the launcher: npm run dev -- --demo calm
import { main } from "../src/cli/main.ts";

process.exit(await main(process.argv.slice(2)));
