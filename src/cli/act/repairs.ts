// What the dashboard's keys can change: the actor behind them is loaded when the first of them wants to know something.
import type { Actor } from "../../data/action/ports.ts";
import type { ActionRequest, Preview } from "../../data/action/request.ts";
import type { Event } from "../../data/events.ts";
import { isRun } from "../../data/view-confirm.ts";

export type Repairs = {
  /** What these would do, each told as soon as it is known. */
  readonly look: (requests: readonly ActionRequest[]) => void;
  /** The person has agreed to it. */
  readonly perform: (preview: Preview) => void;
  /** Writes down what is not over; for every way out. */
  readonly leave: (why: string) => void;
};

export type RepairsOptions = {
  readonly open: () => Promise<Actor>;
  readonly send: (event: Event) => void;
  /** A defect of ours: nothing that was expected to fail ends here. */
  readonly onCrash: (error: unknown) => void;
};

export function createRepairs({ open, send, onCrash }: RepairsOptions): Repairs {
  let opening: Promise<Actor> | null = null;
  let actor: Actor | null = null;
  let left: string | null = null;
  const opened = (): Promise<Actor> =>
    (opening ??= open().then((one) => {
      actor = one;
      if (left !== null) one.leave(left);
      return one;
    }));

  const lookAt = async (request: ActionRequest): Promise<void> => {
    const preview = await (await opened()).preview(request);
    send({ type: "previewed", at: Date.now(), preview });
  };
  const perform = async (preview: Preview): Promise<void> => {
    const one = await opened();
    await (isRun(preview.choice.request) ? one.restart(preview).done : one.perform(preview));
  };

  return {
    look: (requests) => {
      for (const request of requests) lookAt(request).catch(onCrash);
    },
    perform: (preview) => void perform(preview).catch(onCrash),
    leave: (why) => {
      left = why;
      actor?.leave(why);
    },
  };
}
