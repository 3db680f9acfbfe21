/** Which actions a person looks for: by what they are called, or by the key. Pure. */
import type { Action } from "../../state/actions/action";
import { actions, isThere, titleOf } from "../../state/actions/registry";
import { chordWords } from "../../state/keys/chordWords";
import type { Keymap } from "../../state/keys/keymap";

export function foundActions(sought: string, map: Keymap, isMac: boolean): readonly Action[] {
  const words = sought.trim().toLocaleLowerCase();
  const listed = actions.filter(isThere);
  if (words === "") return listed;
  const isNamed = (action: Action) => titleOf(action.id).toLocaleLowerCase().includes(words);
  const isKey = (action: Action) =>
    map.get(action.id)?.some((key) => chordWords(key, isMac).toLocaleLowerCase() === words);
  return listed.filter((action) => isNamed(action) || isKey(action));
}
