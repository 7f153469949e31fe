// The themes by name; src/ui/theme.ts has their colours. NO_COLOR and --no-color are `mono`.
export const themeNames = ["dark", "light", "color-blind", "mono"] as const;
export type ThemeName = (typeof themeNames)[number];
