/** Which actions a person looks for: by what they are called, or by the key. Pure. */
import type { Action } from "../../state/actions/action";
import { actions, titleOf } from "../../state/actions/registry";
import { chordWords } from "../../state/keys/chordWords";
import type { Keymap } from "../../state/keys/keymap";

export function foundActions(sought: string, map: Keymap, isMac: boolean): readonly Action[] {
  const words = sought.trim().toLocaleLowerCase();
  if (words === "") return actions;
  const isNamed = (action: Action) => titleOf(action.id).toLocaleLowerCase().includes(words);
  const isKey = (action: Action) =>
    map.get(action.id)?.some((key) => chordWords(key, isMac).toLocaleLowerCase() === words);
  return actions.filter((action) => isNamed(action) || isKey(action));
}
