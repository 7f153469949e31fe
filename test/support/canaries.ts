// What must never leave a host, put into every text a gateway can send.

/** By what each is; the parts that may not be found anywhere afterwards. */
export const canaries: readonly { readonly what: string; readonly text: string; readonly parts: readonly string[] }[] = [
  { what: "gateway token", text: "gwtok-9fQ2rXvLm3ZpTk8sWcYb1nHdJe7uAo5iGx0", parts: ["9fQ2rXvLm3ZpTk8sWcYb1nHdJe7uAo5iGx0", "gwtok"] },
  { what: "api key", text: "sk-ant-api03-QwErTyUiOpAsDfGhJk1234567890-zXcVbNm", parts: ["QwErTyUiOp", "zXcVbNm", "api03"] },
  { what: "phone number", text: "+4915112345678", parts: ["15112345678", "5112345"] },
  { what: "spaced phone number", text: "+49 (0)170 99 88 776", parts: ["99 88 776", "170 99"] },
  { what: "message text", text: "Bring Kuchen um achtzehn Uhr vorbei, Grossmutter wartet", parts: ["Kuchen", "achtzehn", "Grossmutter"] },
  { what: "title", text: "Scheidung besprechen", parts: ["Scheidung", "besprechen"] },
  { what: "bot token", text: "bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw", parts: ["AAHdqTcv", "123456789", "0K5PALDsaw"] },
  { what: "path", text: "/home/hildegard/.openclaw/geheimnis.txt", parts: ["hildegard", "geheimnis"] },
  { what: "address", text: "hildegard.muster@privatpost.example", parts: ["privatpost", "muster"] },
];

const canaryParts: readonly string[] = canaries.flatMap(({ parts }) => parts);

/** `instead`: a text becomes a canary; `behind`: one follows it. */
export type Poison = "instead" | "behind";

/** A payload with a canary in each text, one after the other; times and what is no text stay. */
export function poisoner(how: Poison): (payload: unknown) => unknown {
  let next = 0;
  const poisoned = (text: string): string => {
    if (/^\d{4}-\d\d-\d\dT/u.test(text)) return text;
    const canary = canaries[next % canaries.length]?.text ?? "";
    next += 1;
    return how === "instead" ? canary : `${text} ${canary}`;
  };
  const each = (value: unknown): unknown => {
    if (typeof value === "string") return poisoned(value);
    if (Array.isArray(value)) return value.map(each);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, each(held)]));
  };
  return each;
}

export const canariesIn = (text: string): readonly string[] => canaryParts.filter((part) => text.includes(part));
