// Changes to dependencies on their way into the bundle. Each says which file, and what of it must be found there: an edit
// that finds nothing fails the build, so a new release of a dependency cannot lose one silently.

export type Edit = {
  readonly name: string;
  /** End of the file's path. */
  readonly file: string;
  readonly find: string | RegExp;
  readonly replace: string | ((...found: string[]) => string);
};

const segmenterUsers = [
  "/wrap-ansi/index.js",
  "/cli-truncate/index.js",
  "/slice-ansi/tokenize-ansi.js",
  "/@alcalzone/ansi-tokenize/build/tokenize.js",
  "/ink/build/line-update.js",
  "/src/data/select/text.ts",
  "/src/ui/cells/screen.ts",
];

/**
 * Most rows are texts side by side, each with its width: they are put together as they are. Ink's way, which takes every text apart into
 * styled cells and the row of cells into text again, is left for rows where texts overlap, are clipped, or are not simple.
 */
const rowsSideBySide = `
    sideBySide() {
        const rows = Array.from({ length: this.height }, () => []);
        let clips = 0;
        for (const operation of this.operations) {
            if (operation.type !== 'write') {
                clips += operation.type === 'clip' ? 1 : -1;
                continue;
            }
            const { x, y, text } = operation;
            let line = text;
            let bare = null;
            if (clips === 0 && !text.includes('\\n')) {
                for (const transformer of operation.transformers) line = transformer(line, 0);
                bare = simpleBare(line);
            }
            if (bare !== null) rows[y]?.push({ from: x, to: x + bare.length, line: bare === line ? line : line + '\\u001b[0m' });
            else for (let row = y + text.split('\\n').length - 1; row >= y; row--) if (rows[row]) rows[row] = null;
        }
        return rows.map(parts => {
            if (parts === null) return null;
            parts.sort((one, other) => one.from - other.from);
            let row = '';
            let at = 0;
            for (const { from, to, line } of parts) {
                if (from < at || to > this.width) return null;
                row += ' '.repeat(from - at) + line;
                at = to;
            }
            return row.trimEnd();
        });
    }
    get() {
        const ready = this.sideBySide();
        const output = [];`;

/**
 * Ink's output is where the time of a frame goes: it splits every text into styled characters, puts them together and splits
 * them again, and forgets all of it before the next frame. None of these edits changes what is drawn (test/build/ink-edits).
 */
const inkOutput: readonly Edit[] = [
  {
    name: "ink: output remembers the frame before",
    file: "/ink/build/output.js",
    find: "class OutputCaches {",
    replace: `let newest;
      const recall = (now, before, key, make) => {
        let known = now.get(key);
        if (known === undefined) {
          known = before?.get(key) ?? make(key);
          now.set(key, known);
        }
        return known;
      };
      class OutputCaches {
        before = newest;
        lines = new Map();
        constructor() {
          if (newest !== undefined) newest.before = undefined;
          newest = this;
        }`,
  },
  {
    name: "ink: styled characters of the frame before",
    file: "/ink/build/output.js",
    find: /let cached = this\.styledChars\.get\(line\);([^]*?)cached = (styledCharsFromTokens[^]*?\.test\(character\.value\)\));[^]*?return cached;/,
    replace: (_, _comment, make) =>
      `return recall(this.styledChars, this.before?.styledChars, line, line => ${make?.replace("!/^", 'character.value <= "~" || !/^')});`,
  },
  {
    name: "ink: lines of the frame before",
    file: "/ink/build/output.js",
    find: /const characterLines = \[\[\]\];([^]*?)let lines = (characterLines\.map\(line => styledCharsToString\(line\)\));/,
    replace: (_, split, lines) =>
      `let lines = recall(this.caches.lines, this.caches.before?.lines, text, () => {const characterLines = [[]];${split}return ${lines};});`,
  },
  {
    name: "ink: rows of texts side by side",
    file: "/ink/build/output.js",
    find: /get\(\) \{\s*(?:\/\/.*\s*)?const output = \[\];/,
    replace: () => rowsSideBySide,
  },
  {
    name: "ink: no cells for them",
    file: "/ink/build/output.js",
    find: "for (let y = 0; y < this.height; y++) {",
    replace: (loop) => `${loop} if (ready[y] !== null) { output.push(undefined); continue; }`,
  },
  {
    name: "ink: nor is anything written into them",
    file: "/ink/build/output.js",
    find: "this.applyWriteOperation(output, operation, clips.at(-1));",
    replace: (write) => `if (ready[operation.y] === null || operation.y < 0 || operation.text.includes('\\n')) ${write}`,
  },
  {
    name: "ink: they are drawn as they are",
    file: "/ink/build/output.js",
    find: /\.map\(line => \{(?=\s*\/\/ See)/,
    replace: () => `.map((line, y) => { if (line === undefined) return ready[y];`,
  },
  {
    name: "ink: a simple text in colours is harmless",
    file: "/ink/build/sanitize-ansi.js",
    find: "const sanitizeAnsi = (text) => {",
    replace: (head) => `${head} if (simpleBare(text) !== null) return text;`,
  },
  {
    name: "ink: one empty cell",
    file: "/ink/build/output.js",
    find: /const row = \[\];\s*for \(let x = 0; x < this\.width; x\+\+\) \{\s*row\.push\((\{[^}]*\})\);\s*\}/,
    replace: (_, cell) => `const row = new Array(this.width).fill(${cell});`,
  },
  {
    name: "ansi-tokenize: characters of one style share it",
    file: "/@alcalzone/ansi-tokenize/build/styledChars.js",
    find: /\.\.\.token,\s*styles: \[\.\.\.codes\],/,
    replace: "type: token.type, value: token.value, fullWidth: token.fullWidth, styles: codes,",
  },
];

export const edits: readonly Edit[] = [
  // The guard reads process.env from node:process, which esbuild's define does not reach; with it go top-level awaits.
  ...["ink", "reconciler"].map((file) => ({
    name: `no devtools in ink (${file})`,
    file: `/ink/build/${file}.js`,
    find: /process\.env\['DEV'\] === 'true'/g,
    replace: "false",
  })),
  ...segmenterUsers.map((file) => ({
    name: `lazy segmenter in ${file}`,
    file,
    find: /new Intl\.Segmenter\(/g,
    replace: "lazySegmenter(",
  })),
  // As published it fetches its own WebAssembly from a data: address, which loads an HTTP client (20 ms) and is asynchronous.
  {
    name: "yoga: one instance, at once",
    file: "/yoga-layout/dist/src/index.js",
    find: "wrapAssembly(await loadYoga())",
    replace: "wrapAssembly(loadYoga())",
  },
  {
    name: "yoga: no address of its own",
    file: "/yoga-layout/dist/binaries/yoga-wasm-base64-esm.js",
    find: "var _scriptDir = import.meta.url;",
    replace: 'var _scriptDir = "";',
  },
  {
    name: "yoga: instantiated synchronously",
    file: "/yoga-layout/dist/binaries/yoga-wasm-base64-esm.js",
    find: /loadYoga = loadYoga \|\| \{\};([^]*?)H="data:application\/octet-stream;base64,([A-Za-z0-9+/=]+)";/,
    replace: (_, between, wasm) =>
      `loadYoga = { instantiateWasm: (imports, receive) => {
        const instance = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from("${wasm}", "base64")), imports);
        receive(instance);
        return instance.exports;
      } };${between}H="data:application/octet-stream;base64,";`,
  },
  {
    name: "yoga: the instance, not a promise of it",
    file: "/yoga-layout/dist/binaries/yoga-wasm-base64-esm.js",
    find: "return loadYoga.ready",
    replace: "return loadYoga",
  },
  ...inkOutput,
  // Outside of node_modules Node warns about it on stderr, over the screen.
  {
    name: "drawille: no new Buffer",
    file: "/drawille-blessed-contrib/index.js",
    find: "new Buffer(",
    replace: "Buffer.alloc(",
  },
];
