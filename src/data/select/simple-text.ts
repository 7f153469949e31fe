// Text whose width no terminal and no Unicode version disagrees about: the test that spares almost every string the slow road.

/** Every UTF-16 unit is one grapheme, one cell wide, whatever stands beside it: ASCII, Latin, Cyrillic, punctuation, arrows, boxes, blocks, braille. */
export const simpleText =
  /^[ -~\u00a0-\u00ac\u00ae-\u024f\u0410-\u044f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2100-\u214f\u2190-\u22ff\u2500-\u25fc\u2713-\u2718\u2800-\u28ff]*$/;

/** One grapheme that every terminal draws two cells wide: kana, CJK ideographs, Hangul syllables, full-width forms. */
export const simpleWide = /^[\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60]$/;
