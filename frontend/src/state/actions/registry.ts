/** The one list of everything that has a key. */
import { say } from "../../words/words";
import type { Action, ActionId } from "./action";
import { objectActions } from "./objects";
import { pageActions, viewActions } from "./page";
import { timeActions } from "./time";
import { toolActions } from "./tools";
import { trackingActions } from "./tracking";

export const actions: readonly Action[] = [
  ...timeActions,
  ...toolActions,
  ...objectActions,
  ...trackingActions,
  ...viewActions,
  ...pageActions,
];

export const actionById: ReadonlyMap<string, Action> = new Map(actions.map((action) => [action.id, action]));

export const titleOf = (id: ActionId): string => say(`keys:${id}`);
