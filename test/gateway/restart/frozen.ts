// A process that is stopped for the length of something: it holds its port and answers nobody.
import type { RealGateway } from "../gateway.ts";

function thaw(pid: number): void {
  try {
    process.kill(pid, "SIGCONT");
  } catch (error) {
    // Ended meanwhile, as it may be meant.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

export async function whileFrozen<T>(gateway: RealGateway, act: () => Promise<T>): Promise<T> {
  const pid = gateway.pid();
  process.kill(pid, "SIGSTOP");
  try {
    return await act();
  } finally {
    thaw(pid);
  }
}
