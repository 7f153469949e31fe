// Whoever letters belong to while something is typed: the word of a confirmation, a filter.
import type { State } from "./state.ts";

export type Typist = {
  /** Does this key belong to it now? */
  readonly takes: (state: State, key: string) => boolean;
  readonly typed: (state: State, key: string) => State;
  /** What is pasted is taken as typed. Never for an answer: nobody agrees by what was in a clipboard. */
  readonly pastes?: true;
};

/** One character of any width; names of keys are longer. */
export const isCharacter = (key: string): boolean => key.length === 1 || Array.from(key).length === 1;

/** A character, `enter` or `backspace`: what an answer is made of. */
export const isTyped = (key: string): boolean => isCharacter(key) || key === "enter" || key === "backspace";
