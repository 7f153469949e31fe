// A gauge: ▕███▍    ▏ of a share between 0 and 1.
import { cell, type Tone } from "../../data/select/cell.ts";
import type { Look, Span } from "../theme.ts";

const eighths = [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** `width` columns, ends included. A share above 0 always shows something, one below 1 is never full. */
export function meter(share: number, width: number, tone: Tone, look: Look): readonly Span[] {
  const inner = Math.max(1, width - 2);
  const units = look.ascii ? 1 : 8;
  const whole = inner * units;
  const exact = Math.round(Math.max(0, Math.min(1, share)) * whole);
  const filled = share > 0 && exact === 0 ? 1 : share < 1 && exact === whole ? whole - 1 : exact;
  const cells = Math.floor(filled / units);
  const rest = look.ascii ? "" : (eighths[filled % units] ?? "").trim();
  const bar = (look.ascii ? "#" : "█").repeat(cells) + rest;
  const gap = " ".repeat(Math.max(0, inner - cells - (rest === "" ? 0 : 1)));
  return [cell("▕", "dim"), cell(bar, tone), cell(`${gap}▏`, "dim")];
}
