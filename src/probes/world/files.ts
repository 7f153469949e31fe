// Files, bounded. Kernel files are read in place: the thread pool would cost ten times the read.
import fs from "node:fs";
import type { World } from "../probe.ts";

const defaultMaxBytes = 1_000_000;
const chunkBytes = 65_536;

// /proc and /sys are memory, not disk: reading them does not wait. Anything else may sit on a dead network mount.
const isKernelFile = (path: string): boolean => path.startsWith("/proc/") || path.startsWith("/sys/");

// One buffer for all kernel reads: each read ends before the next begins.
let shared: Buffer | null = null;

function readKernelFile(path: string, maxBytes: number): Buffer {
  shared ??= Buffer.allocUnsafe(chunkBytes);
  let buffer = shared;
  let length = 0;
  const file = fs.openSync(path, "r");
  try {
    while (length < maxBytes) {
      if (length === buffer.length) buffer = Buffer.concat([buffer], buffer.length * 2);
      const got = fs.readSync(file, buffer, length, Math.min(buffer.length, maxBytes) - length, null);
      if (got === 0) break;
      length += got;
    }
  } finally {
    fs.closeSync(file);
  }
  return buffer.subarray(0, length);
}

async function readStoredFile(path: string, maxBytes: number, from: "start" | "end"): Promise<Buffer> {
  const file = await fs.promises.open(path, "r");
  try {
    const { size } = await file.stat();
    const buffer = Buffer.alloc(Math.min(size, maxBytes));
    const offset = from === "start" ? 0 : size - buffer.length;
    let length = 0;
    while (length < buffer.length) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length, offset + length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return buffer.subarray(0, length);
  } finally {
    await file.close();
  }
}

export const readText: World["readText"] = async (path, options = {}) => {
  const { maxBytes = defaultMaxBytes, encoding = "utf8" } = options;
  const bytes = isKernelFile(path) ? readKernelFile(path, maxBytes) : await readStoredFile(path, maxBytes, "start");
  return bytes.toString(encoding);
};

export const readTail: World["readTail"] = async (path, maxBytes) => (await readStoredFile(path, maxBytes, "end")).toString("utf8");

export const fileSize: World["fileSize"] = async (path) => (await fs.promises.stat(path)).size;

export const listDir: World["listDir"] = async (path) => (isKernelFile(path) ? fs.readdirSync(path) : fs.promises.readdir(path));

export const readLink: World["readLink"] = async (path) => (isKernelFile(path) ? fs.readlinkSync(path) : fs.promises.readlink(path));

/** As `df` counts: what only root may still use is neither used nor free. */
export const diskUsedPercent: World["diskUsedPercent"] = async (path) => {
  const { blocks, bfree, bavail } = await fs.promises.statfs(path);
  const used = blocks - bfree;
  return used + bavail === 0 ? 0 : (used / (used + bavail)) * 100;
};
