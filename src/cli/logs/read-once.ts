// The newest lines of the log, for one look at board 4.
import { createLogDesk, type LogDeskOptions } from "./log-desk.ts";

const DEADLINE_MS = 5_000;

/** Resolves when there are lines, or a reason why there are none, or neither in time. */
export async function readLogOnce(options: LogDeskOptions): Promise<void> {
  const { store } = options;
  const told = (): boolean => {
    const { way, why } = store.get().late.log;
    return way !== null || why !== null;
  };
  const desk = createLogDesk(options);
  await new Promise<void>((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      unsubscribe();
      resolve();
    };
    const timer = setTimeout(finish, DEADLINE_MS);
    const unsubscribe = store.subscribe(() => {
      if (told()) finish();
    });
    if (told()) finish();
  });
  await desk.stop();
}
