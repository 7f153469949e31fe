// $XDG_CONFIG_HOME/gatetop/config.json5 (else config.json), after it was checked. Published as config.schema.json.
//
//   {
//     readonly: true,
//     alerts: {
//       uptime: { severity: "warn", warn: 168 },          // hours, the unit of the rule's threshold
//       "cost-budget": { warn: 20, crit: 50 },            // USD a day; off until a limit is given
//       "update-available": "off",                        // off | info | warn | crit
//     },
//     attention: { bell: true, notify: "osc9", title: true },   // notify: off | osc9 | osc777
//     theme: "light", mouse: true, view: "channels",      // of the screen
//     audit: { dangerousTools: ["exec", "deploy"] },     // in the place of the usual ones
//     guard: { act: true, restart: { at: ["04:00"] } },   // gatetop guard; guard-shape.ts has all of it
//     ask: { approvals: false },                          // asks for operator.approvals, which may also decide them
//   }
import type { BoardId } from "../boards/board.ts";
import type { ThemeName } from "../theme-names.ts";
import type { AlertSettings } from "../alerts/settings.ts";
import type { GuardSettings } from "../guard/settings.ts";

export type Attention = {
  readonly bell: boolean;
  readonly notify: "off" | "osc9" | "osc777";
  readonly title: boolean;
};

export const defaultAttention: Attention = { bell: true, notify: "osc9", title: true };

export type ScreenConfig = {
  readonly theme: ThemeName;
  readonly mouse: boolean;
  /** The board it begins with. */
  readonly view: BoardId;
};

export type OwnConfig = ScreenConfig & {
  readonly readonly: boolean;
  readonly alerts: AlertSettings;
  readonly attention: Attention;
  readonly ask: { readonly approvals: boolean };
  readonly guard: GuardSettings;
};

/** A wrong key or value: it is left out, the rest applies. `path` as `alerts.cpu.warn`; line and column count from 1. */
export type ConfigProblem = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly path: string;
  readonly why: string;
};
