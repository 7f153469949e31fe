// Lines as they came, packed: only a person who asks for one sees it again.
import { deflateRaw, inflateRawSync } from "node:zlib";

const BLOCK_LINES = 512;
const MOST_BYTES = 16 * 1024 * 1024;
const RAW_LINE_MAX = 65_536;

type Block = { readonly first: number; readonly count: number; text: string | null; packed: Buffer | null };

export type RawStore = {
  /** `first`: the number of the first of them. */
  readonly add: (first: number, lines: readonly string[]) => void;
  /** Null: it is not held any more. */
  readonly get: (number: number) => string | null;
  readonly clear: () => void;
};

/** Once packed, its text goes. Nobody waits for it. */
function pack(block: Block): void {
  deflateRaw(Buffer.from(block.text ?? ""), { level: 1 }, (error, packed) => {
    if (error !== null) return;
    block.packed = packed;
    block.text = null;
  });
}

const joined = (lines: readonly string[]): string =>
  lines.map((line) => (line.length > RAW_LINE_MAX ? `${line.slice(0, RAW_LINE_MAX)} … (${line.length} characters)` : line)).join("\n");

export function createRawStore(): RawStore {
  /** By number. */
  let blocks: Block[] = [];
  /** Whoever asks for one line asks for its neighbours. */
  let unpacked: { readonly block: Block; readonly lines: readonly string[] } | null = null;
  let open: { readonly first: number; readonly lines: string[] } | null = null;

  const close = (): void => {
    if (open === null || open.lines.length === 0) return;
    put(open.first, open.lines);
    open = null;
  };

  function put(first: number, lines: readonly string[]): void {
    const block: Block = { first, count: lines.length, text: joined(lines), packed: null };
    const at = blocks.findLastIndex((one) => one.first < first) + 1;
    blocks.splice(at, 0, block);
    pack(block);
    let bytes = blocks.reduce((sum, { packed }) => sum + (packed?.length ?? 0), 0);
    while (bytes > MOST_BYTES) bytes -= blocks.shift()?.packed?.length ?? 0;
  }

  return {
    add: (first, lines) => {
      if (open !== null && open.first + open.lines.length !== first) close();
      open ??= { first, lines: [] };
      open.lines.push(...lines);
      if (open.lines.length >= BLOCK_LINES) close();
    },
    get: (number) => {
      const inOpen = open?.lines[number - open.first];
      if (inOpen !== undefined) return joined([inOpen]);
      const block = blocks.find(({ first, count }) => number >= first && number < first + count);
      if (block === undefined) return null;
      if (unpacked?.block !== block) {
        const text = block.text ?? inflateRawSync(block.packed ?? Buffer.alloc(0)).toString("utf8");
        unpacked = { block, lines: text.split("\n") };
      }
      return unpacked.lines[number - block.first] ?? null;
    },
    clear: () => {
      blocks = [];
      open = null;
      unpacked = null;
    },
  };
}
