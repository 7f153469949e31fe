// A file that is kept open: it stays readable after it was renamed or removed.
import fs from "node:fs/promises";

export type FileFacts = {
  readonly sizeBytes: number;
  /** Device and inode: the same file under whatever name. */
  readonly id: string;
};

export type OpenFile = {
  readonly facts: () => Promise<FileFacts>;
  /** Fewer bytes at the end of the file. */
  readonly read: (from: number, bytes: number) => Promise<Buffer>;
  readonly close: () => Promise<void>;
};

export type LogFiles = {
  /** Why not, where it cannot be read. */
  readonly open: (path: string) => Promise<OpenFile | "missing" | "denied">;
  /** Null: there is no such file, or nobody may look. */
  readonly facts: (path: string) => Promise<FileFacts | null>;
};

const factsOf = ({ size, dev, ino }: { size: bigint; dev: bigint; ino: bigint }): FileFacts => ({
  sizeBytes: Number(size),
  id: `${dev}:${ino}`,
});

function opened(file: fs.FileHandle): OpenFile {
  return {
    facts: async () => factsOf(await file.stat({ bigint: true })),
    read: async (from, bytes) => {
      const buffer = Buffer.allocUnsafe(bytes);
      let length = 0;
      while (length < bytes) {
        const { bytesRead } = await file.read(buffer, length, bytes - length, from + length);
        if (bytesRead === 0) break;
        length += bytesRead;
      }
      return buffer.subarray(0, length);
    },
    close: () => file.close(),
  };
}

export const logFiles: LogFiles = {
  open: async (path) => {
    try {
      return opened(await fs.open(path, "r"));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      return code === "EACCES" || code === "EPERM" ? "denied" : "missing";
    }
  },
  facts: async (path) => {
    try {
      return factsOf(await fs.stat(path, { bigint: true }));
    } catch {
      // Gone, not there yet, or in a folder of somebody else: in no case can it be read now.
      return null;
    }
  },
};
