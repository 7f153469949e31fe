// The keys that move over what is there.
import type { Action } from "./action.ts";

export const moveActions: readonly Action[] = [
  { id: "next-panel", keys: ["tab"], label: "panel", help: "next panel", footer: 6 },
  { id: "down", keys: ["j", "down"], label: "down", help: "next row", footer: null },
  { id: "up", keys: ["k", "up"], label: "up", help: "previous row", footer: null },
  { id: "first", keys: ["g", "home"], label: "first", help: "first row", footer: null },
  { id: "last", keys: ["G", "end"], label: "last", help: "last row", footer: null },
  { id: "page-down", keys: ["pageDown"], label: "page down", help: "a page down", footer: null },
  { id: "page-up", keys: ["pageUp"], label: "page up", help: "a page up", footer: null },
  { id: "details", keys: ["enter"], label: "details", help: "every field of the selected row, with source and age", footer: 4 },
];
