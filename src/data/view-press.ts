// What a key means now: an action, or a letter of what is being typed.
import { actionForKey, type ActionId } from "./actions.ts";
import { harmless } from "./harmless.ts";
import type { State } from "./state.ts";
import type { Typist } from "./typist.ts";
import { filterTypist } from "./view-boards.ts";
import { commandTypist } from "./view-command.ts";
import { confirmTypist } from "./view-confirm.ts";
import { reasonTypist } from "./view-mute.ts";

export type Press =
  | { readonly kind: "action"; readonly action: ActionId }
  | { readonly kind: "typed"; readonly key: string }
  | { readonly kind: "unbound"; readonly key: string };

/** The first that takes a key has it. */
const typists: readonly Typist[] = [confirmTypist, reasonTypist, commandTypist, filterTypist];

const typistOf = (state: State, key: string): Typist | undefined => typists.find(({ takes }) => takes(state, key));

export function pressOf(state: State, key: string): Press {
  if (typistOf(state, key) !== undefined) return { kind: "typed", key };
  const action = actionForKey(key, state.view.board);
  return action === undefined ? { kind: "unbound", key } : { kind: "action", action: action.id };
}

const PASTED_MAX = 200;

/** The keys a pasted text stands for: its characters where they are harmless, none where they would act. Line breaks are spaces. */
export function pastedKeys(state: State, text: string): readonly string[] {
  const characters = Array.from(harmless(text.replace(/\s+/gu, " ").trim(), PASTED_MAX));
  const [first] = characters;
  return first !== undefined && typistOf(state, first)?.pastes === true ? characters : [];
}

/** A key that was typed. It is nobody's when what it was typed for has gone meanwhile. */
export const typed = (state: State, key: string): State => typistOf(state, key)?.typed(state, key) ?? state;
