import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { maskedConfig, maskedLine } from "../../../../src/data/guard/config/masked.ts";

test("keys, structure and plain settings stay; secrets go", () => {
  const text = `{
  // the office's gateway; token: hunter2 was the old one
  gateway: {
    port: 18789, bind: "loopback",
    auth: { mode: "token", token: "hunter2" },
    remote: { url: "wss://ada:hunter2@gw.example.org", 'password': 'hunter2' },
  },
  models: { anthropic: { apiKey: "hunter2", maxTokens: 4096, headers: { authorization: "Bearer hunter2" } } },
  channels: { telegram: { accounts: { main: { botToken: "hunter2", secrets: ["hunter2", 2222] } } } },
  plugins: { any: { key: "hunter2-hunter2-hunter2-hunter2" } }, /* a secret=hunter2 */
  agents: { list: [{ id: "main", name: "the one who answers" }] },
}
`;
  expect(maskedConfig(text)).toBe(`{
  // the office's gateway; token: [hidden] was the old one
  gateway: {
    port: 18789, bind: "loopback",
    auth: { mode: "token", token: "[hidden]" },
    remote: { url: "[hidden]", 'password': '[hidden]' },
  },
  models: { anthropic: { apiKey: "[hidden]", maxTokens: 4096, headers: { authorization: "[hidden]" } } },
  channels: { telegram: { accounts: { main: { botToken: "[hidden]", secrets: ["[hidden]", [hidden]] } } } },
  plugins: { any: { key: "[hidden]" } }, /* a secret=[hidden] */
  agents: { list: [{ id: "main", name: "the one who answers" }] },
}
`);
});

describe("a broken config", () => {
  test.each([
    ["the closing quote", 'token: "hunter2\n  port: 1'],
    ["the opening quote", 'token: hunter2"\n'],
    ["both", "token: hunter2\n"],
    ["the colon", '"token" "hunter2",\n'],
    ["the colon, of bare words", "token hunter2\n"],
    ["the comma before", 'port: 1 token: "hunter2"\n'],
    ["the brace before", 'auth: "token": "hunter2" }\n'],
    ["the quote of the key", '"token: "hunter2"\n'],
    ["everything around it", '"hunter2"\n'],
    ["the quotes of an address", "url: https://ada:hunter2@gw.example.org\n"],
  ])("without %s does not show the secret", (_, text) => {
    expect(maskedConfig(`{\n${text}`)).not.toContain("hunter2");
  });

  const name = fc.constantFrom("token", '"botToken"', "password", "'apiKey'", '"client_secret"');
  const other = fc.constantFrom('mode: "token"', "port: 18789", 'list: ["a", "b"]', "nested: { a: true }", "// a comment");
  const breaks = fc.constantFrom(" ", "\n", "\n\n  ");
  const config = fc
    .tuple(fc.array(other, { maxLength: 3 }), name, breaks, fc.constantFrom('"', "'"), fc.array(other, { maxLength: 3 }))
    .map(([before, name, gap, quote, after]) => `{\n${[...before, `${name}:${gap}${quote}hunter2${quote}`, ...after].join(",\n")}\n}\n`);

  test("a whole one shows no secret, and has as many lines as before", () => {
    fc.assert(
      fc.property(config, (text) => {
        const masked = maskedConfig(text);
        expect(masked).not.toContain("hunter2");
        expect(masked.split("\n")).toHaveLength(text.split("\n").length);
      }),
    );
  });

  test("nor does one that lost any piece of its structure", () => {
    fc.assert(
      fc.property(config, fc.nat(), (text, pick) => {
        const places = [...text.matchAll(/[{}:,"']/gu)].map(({ index }) => index);
        const at = places[pick % places.length] ?? 0;
        const broken = text.slice(0, at) + text.slice(at + 1);
        expect(maskedConfig(broken)).not.toContain("hunter2");
        for (const line of broken.split("\n").keys()) expect(maskedLine(broken, line + 1)).not.toContain("hunter2");
      }),
    );
  });
});

describe("a line for others", () => {
  const text =
    '{\n  agents: { list: [{ id: "main", prompt: "You are Ada\'s own assistant", temperature: 0.7 }] }, // call +49 170 1\n  a b\n}';
  test.each([
    [2, 'agents: { list: [{ id: "…", prompt: "…", temperature: 0.7 }] }, // …'],
    [3, "… …"],
    [4, "}"],
    [9, ""],
  ])("%d: its keys and no text", (line, shown) => {
    expect(maskedLine(text, line)).toBe(shown);
  });
});

test("a config of a megabyte is masked at once", () => {
  const text = `{${'"key": "value", '.repeat(60_000)}}`;
  expect(maskedConfig(text)).toBe(text);
});
