// Colours and attributes of a cell, as the shortest SGR parameters that set them from nothing: "" is plain, "1;31" bold red.

export type Pen = string;

type Slot = "bold" | "dim" | "italic" | "underline" | "blink" | "inverse" | "hidden" | "strike" | "overline" | "fg" | "bg" | "line";
type Slots = Partial<Record<Slot, string>>;

/** The order of a pen's parameters, and the parameter that ends each. */
const OFF: Readonly<Record<Slot, string>> = {
  bold: "22",
  dim: "22",
  italic: "23",
  underline: "24",
  blink: "25",
  inverse: "27",
  hidden: "28",
  strike: "29",
  overline: "55",
  fg: "39",
  bg: "49",
  line: "59",
};
const ORDER = Object.keys(OFF) as Slot[];

const ON: Readonly<Record<string, Slot>> = {
  "1": "bold",
  "2": "dim",
  "3": "italic",
  "4": "underline",
  "21": "underline",
  "5": "blink",
  "6": "blink",
  "7": "inverse",
  "8": "hidden",
  "9": "strike",
  "53": "overline",
};
const EXTENDED: Readonly<Record<string, Slot>> = { "38": "fg", "48": "bg", "58": "line" };

/** Slots a blank shows too: without one of them, only its background can be seen. */
const SEEN_ON_BLANK: readonly Slot[] = ["underline", "inverse", "strike", "overline"];

/** Codes of `38;5;N` and `38;2;R;G;B`, by the second one. */
const EXTENDED_LENGTH: Readonly<Record<string, number>> = { "5": 3, "2": 5 };

const applied = new Map<string, Pen>();
const changes = new Map<string, string>();
const blanks = new Map<Pen, Pen>();
const MEMO = 2000;

/** The pen after `CSI parameters m`. */
export function applySgr(pen: Pen, parameters: string): Pen {
  return memo(applied, `${pen}m${parameters}`, () => {
    const codes = parameters.split(";");
    const slots = slotsOf(pen);
    for (let index = 0; index < codes.length; index++) {
      const code = codes[index] || "0";
      const length = code in EXTENDED ? (EXTENDED_LENGTH[codes[index + 1] ?? ""] ?? 1) : 1;
      setCode(slots, code, codes.slice(index, index + length).join(";"));
      index += length - 1;
    }
    return penOf(slots);
  });
}

/** The bytes that turn one pen into another: only what differs, or a reset when that is shorter. */
export function change(from: Pen, to: Pen): string {
  if (from === to) return "";
  if (to === "") return "\u001b[m";
  return memo(changes, `${from}>${to}`, () => {
    const before = slotsOf(from);
    const after = slotsOf(to);
    const ending = new Set(ORDER.filter((slot) => before[slot] !== undefined && after[slot] === undefined).map((slot) => OFF[slot]));
    // 22 ends bold and dim alike: the one that stays must be set again.
    if (ending.has("22")) {
      delete before.bold;
      delete before.dim;
    }
    const starting = ORDER.filter((slot) => after[slot] !== before[slot]).flatMap((slot) => after[slot] ?? []);
    const delta = [...ending, ...starting].join(";");
    return `\u001b[${delta.length <= to.length + 2 ? delta : `0;${to}`}m`;
  });
}

/** What of a pen can be seen on a space. */
export function penOnBlank(pen: Pen): Pen {
  if (pen === "") return pen;
  return memo(blanks, pen, () => {
    const slots = slotsOf(pen);
    return SEEN_ON_BLANK.some((slot) => slots[slot] !== undefined) ? pen : (slots.bg ?? "");
  });
}

function setCode(slots: Slots, code: string, whole: string): void {
  if (code === "0") for (const slot of ORDER) delete slots[slot];
  for (const slot of ORDER) if (OFF[slot] === code) delete slots[slot];
  const number = Number.parseInt(code, 10);
  const plain = isForeground(number) ? "fg" : isBackground(number) ? "bg" : ON[number];
  const slot = plain ?? (whole === code && !code.includes(":") ? undefined : EXTENDED[number]);
  if (slot !== undefined) slots[slot] = whole;
}

function isForeground(code: number): boolean {
  return (code >= 30 && code <= 37) || (code >= 90 && code <= 97);
}

function isBackground(code: number): boolean {
  return (code >= 40 && code <= 47) || (code >= 100 && code <= 107);
}

function slotsOf(pen: Pen): Slots {
  const slots: Slots = {};
  const codes = pen.match(/(?:[345]8;(?:5;\d*|2;\d*;\d*;\d*))|[^;]+/gu) ?? [];
  for (const code of codes) setCode(slots, code.split(";", 1)[0] ?? "", code);
  return slots;
}

function penOf(slots: Slots): Pen {
  return ORDER.flatMap((slot) => slots[slot] ?? []).join(";");
}

function memo(map: Map<string, string>, key: string, make: () => string): string {
  const known = map.get(key);
  if (known !== undefined) return known;
  if (map.size >= MEMO) map.clear();
  const made = make();
  map.set(key, made);
  return made;
}
