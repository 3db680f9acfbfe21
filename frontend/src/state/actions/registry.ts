/** The one list of everything that has a key. */
import { say } from "../../words/words";
import { mayEdit } from "../rights";
import type { Workspace } from "../workspace";
import { type Action, type ActionId, isStageAction } from "./action";
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

/** It is not for this person in the open session, who may only look. */
export const isRefused = (action: Action, workspace: Workspace | null): boolean =>
  workspace !== null && isStageAction(action) && action.edits === true && !mayEdit(workspace.server);
