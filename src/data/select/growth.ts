// How fast a queue grows, in words.

/** Less than one in ten minutes is none. */
const NONE = 0.1;

/** `+1.5/min`, `-2/min`, `steady`. */
export function growthWords(perMinute: number): string {
  if (Math.abs(perMinute) < NONE) return "steady";
  const amount = Math.abs(perMinute) < 10 ? perMinute.toFixed(1).replace(/\.0$/u, "") : String(Math.round(perMinute));
  return `${perMinute > 0 ? "+" : ""}${amount}/min`;
}
