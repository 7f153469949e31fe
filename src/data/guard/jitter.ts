// Chance that is none: the same for the same words, so that it survives a restart of the guard and can be tested.

const OFFSET = 0x81_1c_9d_c5;
const PRIME = 0x01_00_01_93;
const SHARE = 0.05;
const MOST_MS = 600_000;

/** FNV-1a, 32 bits, with a last stir: short words that differ in one figure are far apart. */
function hashOf(text: string, seed = 0): number {
  let hash = (OFFSET ^ seed) >>> 0;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), PRIME);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85_eb_ca_6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2_b2_ae_35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Twelve hex digits. */
export const idOf = (text: string): string =>
  `${hashOf(text).toString(16).padStart(8, "0")}${hashOf(text, 1).toString(16).padStart(8, "0")}`.slice(0, 12);

/** How much later than its slot a scheduled restart is, so that many gateways of one host or fleet do not restart at once. */
export const jitterMs = (target: string, slot: number, gapMs: number): number =>
  Math.floor((hashOf(`${target} ${slot}`) / 2 ** 32) * Math.min(gapMs * SHARE, MOST_MS));

export const MOST_JITTER_MS = MOST_MS;
