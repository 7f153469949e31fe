// A log nobody can open from here: the gateway's own answers are all there is, and what they leave out is told.
import { askTail, type Asking, type TailReply } from "./rpc-log.ts";
import type { Gap, ReadFrom, Writer } from "./writer.ts";

export type RemoteLog = {
  /** False: there is no answer now. */
  readonly read: () => Promise<boolean>;
};

const from = ({ file, sizeBytes }: TailReply): ReadFrom => ({ way: "rpc", file, sizeBytes, olderThere: false });

function gapOf(reply: TailReply, cursor: number): Gap | null {
  if (!reply.gap) return null;
  if (reply.sizeBytes !== null && reply.sizeBytes < cursor) return { why: "rotated", bytes: null };
  return { why: "skipped", bytes: reply.skippedBytes };
}

/** The newest lines at once; null: there is no answer now. */
export async function createRemoteLog(world: Asking, writer: Pick<Writer, "anew" | "after">): Promise<RemoteLog | null> {
  const first = await askTail(world, {});
  if (first === null) return null;
  let { file, cursor } = first;
  await writer.anew(first.lines, from(first));

  async function readOn(reply: TailReply, gap: Gap | null): Promise<void> {
    if (reply.lines.length > 0 || gap !== null) await writer.after(reply.lines, gap, from(reply));
    ({ file, cursor } = reply);
  }

  return {
    read: async () => {
      const reply = await askTail(world, { cursor });
      if (reply === null) return false;
      if (reply.file === file) {
        await readOn(reply, gapOf(reply, cursor));
        return true;
      }
      // Of another day: the offset meant the old file, whose last lines nobody can ask for any more.
      const whole = await askTail(world, { cursor: 0 });
      if (whole === null) return false;
      await readOn(whole, { why: "rotated", bytes: whole.skippedBytes });
      return true;
    },
  };
}
