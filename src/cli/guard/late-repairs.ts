// The guard's hand, loaded when something is wrong for the first time: most guards never lift it.
import type { Repairs } from "../../data/guard/ports.ts";
import type { GuardSettings } from "../../data/guard/settings.ts";

/** As Repairs, but for what would have to be there at once. */
export type LateRepairs = Omit<Repairs, "othersUnderWay"> & { readonly othersUnderWay: () => Promise<string | null> };

/** Opened anew after the settings have become others, but not under a repair. */
export function lateRepairs(open: (settings: GuardSettings) => Promise<Repairs>, settings: () => GuardSettings): LateRepairs {
  let opened: { readonly settings: GuardSettings; readonly repairs: Promise<Repairs> } | null = null;
  let there: Repairs | null = null;
  let busy = false;

  const repairs = async (): Promise<Repairs> => {
    if (opened === null || (opened.settings !== settings() && !busy)) opened = { settings: settings(), repairs: open(settings()) };
    there = await opened.repairs;
    return there;
  };

  return {
    cannot: async (step) => (await repairs()).cannot(step),
    safe: async () => (await repairs()).safe(),
    othersUnderWay: async () => (await repairs()).othersUnderWay(),
    repair: async (ask) => {
      const hand = await repairs();
      busy = true;
      try {
        return await hand.repair(ask);
      } finally {
        busy = false;
      }
    },
    leave: (why) => there?.leave(why),
  };
}
