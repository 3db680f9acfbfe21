/** Why a button that does the same as an action is dead for this person, in words; empty where it is not. */

import { say } from "../../words/words";
import { useMayEdit } from "../selectors";
import type { ActionId } from "./action";
import { actionById } from "./registry";

export function useRefusal(id: ActionId): string {
  const mayEdit = useMayEdit();
  const action = actionById.get(id);
  const edits = action !== undefined && "edits" in action && action.edits === true;
  return edits && !mayEdit ? say("state:readOnlyText") : "";
}
