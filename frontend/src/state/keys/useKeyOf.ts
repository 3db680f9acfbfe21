/** The key that does something, for the hint beside the button that does it too. */
import { useStore } from "zustand";
import type { ActionId } from "../actions/action";
import { useServices } from "../services";
import { chordWords, isMacKeyboard } from "./chordWords";

/** Empty where the person took its keys away. */
export function useKeyOf(id: ActionId): string {
  const { keys } = useServices();
  const first = useStore(keys.store, ({ map }) => map.get(id)?.[0]);
  return first === undefined ? "" : chordWords(first, isMacKeyboard());
}
