// What systemctl prints, read: spans, lists, and which file has the last word.
import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { parseCat } from "../../../src/data/service/parse-cat.ts";
import { parseShow, pathsIn } from "../../../src/data/service/parse-show.ts";
import { spanOf } from "../../../src/data/systemd-span.ts";

test.each([
  ["5s", 5_000],
  ["5min 30s", 330_000],
  ["100ms", 100],
  ["0", 0],
  ["1h 1min 1s", 3_661_000],
  ["1.5s", 1_500],
  ["infinity", Infinity],
  ["", null],
  ["soon", null],
  ["[not set]", null],
])("the span %j is %s ms", (text, ms) => {
  expect(spanOf(text)).toBe(ms);
});

test("a path with a space or a quote is one path", () => {
  expect(pathsIn(String.raw`/a/b.conf "/a/20 my.conf" "/a/\"q\".conf"`)).toEqual(["/a/b.conf", "/a/20 my.conf", '/a/"q".conf']);
});

test("what is not asked for is not kept, whatever is printed", () => {
  const values = parseShow("Environment=TOKEN=canary\nExecStart={ argv[]=x --token canary }\nRestart=always\nMemoryCurrent=[not set]\n");
  expect(Object.fromEntries(values)).toEqual({ Restart: "always" });
});

const files = ["/u/x.service", "/u/x.service.d/a.conf"];

test("the last file that says something has the last word, an empty value too", () => {
  const words = parseCat(
    "# /u/x.service\n[Service]\nRestart=always\nKillMode=mixed\n\n# /u/x.service.d/a.conf\n[Service]\nRestart=\n",
    files,
  );
  expect(words.get("Restart")).toEqual({ file: files[1], line: 2 });
  expect(words.get("KillMode")).toEqual({ file: files[0], line: 3 });
});

test("a comment that is a path, a continued line and systemctl's own warning are none of it", () => {
  const text =
    "# Warning: x.service changed on disk.\n# /u/x.service\n# /etc/passwd\n[Service]\nExecStart=a \\\n  Restart=no\nRestart=always\n";
  expect(parseCat(text, files).get("Restart")).toEqual({ file: files[0], line: 5 });
});

test("any text is read without a fall, and no value of it comes out", () => {
  assert(
    property(string(), string(), (text, value) => {
      const words = parseCat(`# /u/x.service\n[Service]\nRestart=canary${value}\n${text}`, files);
      expect(JSON.stringify([...words.values()])).not.toContain("canary");
      parseShow(text);
      pathsIn(text);
      spanOf(text);
    }),
  );
});
