// Release numbers of OpenClaw: 2026.9.6, 2026.9.6-beta.1, 2026.1.24-3 (a correction, newer than 2026.1.24).

type Release = { readonly parts: readonly number[]; readonly beta: boolean };

const pattern = /^v?(\d{4})\.(\d{1,2})\.(\d{1,3})(?:-(\d+)|-([a-z][\w.-]*))?(?:\+[\w.-]+)?$/u;

/** Null for "dev" and anything else that is no release number. */
function release(version: string | null): Release | null {
  const match = version === null ? null : pattern.exec(version.trim());
  if (!match) return null;
  return { parts: [match[1], match[2], match[3], match[4] ?? 0].map(Number), beta: match[5] !== undefined };
}

/** Negative, zero or positive; null when either is no release, or only a beta suffix tells them apart. */
export function compareVersions(a: string | null, b: string | null): number | null {
  const one = release(a);
  const other = release(b);
  if (one === null || other === null) return null;
  for (const [i, part] of one.parts.entries()) {
    const difference = part - (other.parts[i] ?? 0);
    if (difference !== 0) return difference;
  }
  // What a beta of the release that changed something already does is nowhere written down.
  return one.beta === other.beta ? 0 : null;
}

/** Null is doubt. */
export function atLeast(version: string | null, least: string): boolean | null {
  const compared = compareVersions(version, least);
  return compared === null ? null : compared >= 0;
}
