// Text on its way to a file: what looks like a secret is not written, known or not.

export const HIDDEN = "[hidden]";

/** A field of this name holds one. */
export const secretName = /token|password|secret|authorization|signature|private_?key|api_?key|cookie/iu;

/** `$1` stays, what follows it goes. */
const patterns: readonly { readonly looks: RegExp; readonly becomes: string }[] = [
  { looks: /(\bBearer\s+)\S+/giu, becomes: `$1${HIDDEN}` },
  { looks: /(\b\w*(?:token|password|passwd|secret|api[_-]?key|authorization)["']?\s*[=:]\s*["']?)[^\s"',;&]+/giu, becomes: `$1${HIDDEN}` },
  // user:password in an address.
  { looks: /(:\/\/)[^\s/@]+@/gu, becomes: `$1${HIDDEN}@` },
  // A Telegram bot token.
  { looks: /(?<!\d)\d{6,}:[\w-]{30,}/gu, becomes: HIDDEN },
  // 40 characters of base64url or more with digits and both cases: a device token has 43. Ids (UUID, hex) are shorter or of one case.
  { looks: /(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{40,}/gu, becomes: HIDDEN },
];

/** `secrets`: those known now, whatever they look like. */
export function hide(text: string, secrets: Iterable<string>): string {
  let clean = text;
  for (const secret of secrets) if (secret !== "") clean = clean.replaceAll(secret, HIDDEN);
  return patterns.reduce((left, { looks, becomes }) => left.replace(looks, becomes), clean);
}
