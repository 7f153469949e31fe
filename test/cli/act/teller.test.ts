import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { createTeller } from "../../../src/cli/act/teller.ts";
import { cell } from "../../../src/data/select/cell.ts";

function tellerOn(movable: boolean) {
  const keyboard = new PassThrough();
  let text = "";
  const teller = createTeller({
    write: (more) => (text += more),
    paper: { look: { color: false, ascii: false }, columns: 20 },
    movable,
    keyboard,
  });
  return { teller, keyboard, text: () => text };
}

test("a row that is written over is taken back before one that stays", () => {
  const { teller, text } = tellerOn(true);
  teller.now([cell("waits 1")]);
  teller.now([cell("waits 2")]);
  teller.rows([[cell("over")]]);
  expect(text()).toBe("waits 1\r\u001b[Kwaits 2\r\u001b[Kover\n");
});

test("the same again is not written again, and never wider than the terminal", () => {
  const { teller, text } = tellerOn(true);
  teller.now([cell("a row that is far too long")]);
  teller.now([cell("a row that is far too long")]);
  expect(text()).toBe("a row that is far …");
});

test("where nothing can be taken back only what stays is written", () => {
  const { teller, text } = tellerOn(false);
  teller.now([cell("waits")]);
  teller.rows([[cell("over")]]);
  expect(text()).toBe("over\n");
});

test("an answer comes without the blanks around it, and null at the end of the input", async () => {
  const { teller, keyboard, text } = tellerOn(true);
  const answer = teller.ask("type restart:");
  keyboard.write("  restart \n");
  expect(await answer).toBe("restart");
  expect(text()).toBe("type restart: ");
  const none = teller.ask("again:");
  keyboard.end();
  expect(await none).toBeNull();
});
