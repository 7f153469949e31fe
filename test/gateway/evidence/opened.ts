// A board of the built program on a real gateway, and the same board as one text frame.
import { openPty, type Pty } from "../../support/pty.ts";
import { programPath, runProgram, type Home } from "../../support/program.ts";
import type { RealGateway } from "../gateway.ts";
import { live } from "../look.ts";

const size = { columns: 160, rows: 50 };
const target = (gateway: RealGateway): readonly string[] => ["--url", gateway.url, "--token-file", gateway.tokenFile];

export async function openBoard(gateway: RealGateway, home: Home, key: string): Promise<Pty> {
  const pty = openPty([process.execPath, programPath, ...target(gateway)], { ...size, env: home.env });
  await pty.until(live, 20_000, "a live screen");
  pty.write(key);
  return pty;
}

/** `--once --view`: what a person pastes into a ticket. */
export async function frameOf(gateway: RealGateway, home: Home, view: string): Promise<string> {
  const env = { ...home.env, COLUMNS: String(size.columns), LINES: String(size.rows) };
  const { code, stdout, stderr } = await runProgram([...target(gateway), "--once", "--view", view], { env });
  if (code !== 0) throw new Error(`--once --view ${view} ended with ${code}: ${stderr}`);
  return stdout;
}
