// Text from outside, made fit for a terminal: no control characters, no escape sequences, no bidi overrides, bounded.

// A whole escape sequence goes, not only its first byte: CSI, then OSC/DCS/APC/PM/SOS strings, then two-byte escapes.
const sequences =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]?/gu;
const breaks = /[\n\r\t\u2028\u2029\u0085]+/gu;
const controls = /[\u0000-\u001f\u007f-\u009f]/gu;
// Bidi marks, embeddings, isolates; zero-width characters except ZWJ, which emoji need; BOM, tags, interlinear marks.
const invisible =
  /[\u00ad\u115f\u1160\u180e\u3164\uffa0\u061c\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\u034f|[\u{e0000}-\u{e007f}]/gu;
const suspicious = /[^\u0020-\u007e]/u;

/** One line, at most `max` UTF-16 units (an ellipsis marks the cut); lone surrogates become U+FFFD. */
export function harmless(text: string, max = 300): string {
  const cut = text.length > max * 4 ? text.slice(0, max * 4) : text;
  const clean = suspicious.test(cut)
    ? cut.toWellFormed().replace(sequences, "").replace(breaks, " ").replace(controls, "").replace(invisible, "")
    : cut;
  if (clean.length <= max) return clean;
  return `${clean
    .slice(0, max - 1)
    .toWellFormed()
    .replace(/\ufffd$/u, "")}…`;
}
