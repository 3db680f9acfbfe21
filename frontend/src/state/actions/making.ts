/** Makes actions of the stage. */
import type { ObjectId } from "../../domain/clip";
import { type Chord, chord } from "../keys/chord";
import type { Workspace } from "../workspace";
import type { ActionGroup, ActionId, StageAction } from "./action";

type Extras = Partial<
  Pick<StageAction, "repeats" | "yields" | "fixed" | "context" | "available" | "awaits" | "edits">
>;

/** Of actions that change the session. */
export const editing = { edits: true } as const;

/** "D ArrowLeft" -> both chords */
export const chords = (text: string): readonly Chord[] => text.split(" ").map(chord);

export const stageActions =
  (group: ActionGroup) =>
  (id: ActionId, keys: string, run: StageAction["run"], extras: Extras = {}): StageAction => ({
    context: "stage",
    available: () => true,
    ...extras,
    id,
    group,
    keys: chords(keys),
    run,
  });

/** What the key of a digit counts: 1 to 9, and 10 for 0. */
export const digitOf = (pressed: Chord): number => Number(pressed) || 10;

export const selectedObject = ({ stage, server }: Workspace): ObjectId | null => {
  const { selected } = stage.getState();
  const objects = server.getState().session?.objects ?? [];
  return objects.some(({ objectId }) => objectId === selected) ? selected : null;
};

export const hasSelected = (workspace: Workspace): boolean => selectedObject(workspace) !== null;

/** Something was said of the selected object, on its way or taken; that goes before the server's word of a new object. */
export const isSelectedPrompted = ({ stage, server }: Workspace): boolean => {
  const { selected, pending } = stage.getState();
  const said = [...pending.values(), ...(server.getState().session?.prompts ?? [])];
  return said.some(({ objectId }) => objectId === selected);
};

/** The selected object was prompted for the first time, and the server's word of it is not here yet. */
export const isObjectComing = (workspace: Workspace): boolean =>
  !hasSelected(workspace) && isSelectedPrompted(workspace);

/** Something that was said of an object is on its way. */
export const isPromptComing = ({ stage }: Workspace): boolean => stage.getState().pending.size > 0;

/** Runs it on the selected object, where there is one. */
export const onSelected =
  (run: (workspace: Workspace, object: ObjectId) => void): StageAction["run"] =>
  (workspace) => {
    const object = selectedObject(workspace);
    if (object !== null) run(workspace, object);
  };
