// The filter of the overview: of the list that keys act on, and of no other.
import type { EarlyPanelId, State } from "../state.ts";
import { matcherOf, type Matcher } from "./filter.ts";

const everything = matcherOf("");

/** What the rows of this panel must match; all of them do while keys act on another. */
export function panelMatcher({ view }: State, panel: EarlyPanelId): Matcher {
  const filters = view.board === "overview" && !view.problemsOnly && view.panel === panel;
  return filters ? matcherOf(view.boardViews.overview.filter.text) : everything;
}
