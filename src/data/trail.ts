// The way a person was led by keys such as `l`: esc goes back along it, place by place.
import type { Place, State } from "./state.ts";

const LONGEST = 8;

const placeOf = ({ view: { board, panel, selected, boardViews, late } }: State): Place => ({ board, panel, selected, boardViews, late });

/** `there`: the state elsewhere. What was open here is closed there, and esc leads back to where its rows were. */
export function led(from: State, there: State): State {
  if (there.view.board === from.view.board && there.view.panel === from.view.panel) return there;
  return { ...there, view: { ...there.view, trail: [...from.view.trail, placeOf(from)].slice(-LONGEST) } };
}

/** One place back; null: nobody was led here. */
export function returned(state: State): State | null {
  const place = state.view.trail.at(-1);
  return place === undefined ? null : { ...state, view: { ...state.view, ...place, trail: state.view.trail.slice(0, -1) } };
}
