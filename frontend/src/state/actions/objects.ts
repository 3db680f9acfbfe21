/** Keys of the objects: choose, add, hide, and what their list can do. */
import type { Workspace } from "../workspace";
import type { StageAction } from "./action";
import { digitOf, editing, hasSelected, isObjectComing, onSelected, stageActions } from "./making";

const object = stageActions("objects");
const needsOne = { available: hasSelected, awaits: isObjectComing };
const editsOne = { ...needsOne, ...editing };

const objectsOf = ({ server }: Workspace) => server.getState().session?.objects ?? [];

const place = (workspace: Workspace): number =>
  objectsOf(workspace).findIndex(({ objectId }) => objectId === workspace.stage.getState().selected);

function choose(workspace: Workspace, index: number): void {
  const chosen = objectsOf(workspace)[index];
  if (chosen !== undefined) workspace.stage.setState({ selected: chosen.objectId });
}

/** Round and round. */
const walk =
  (way: 1 | -1): StageAction["run"] =>
  (workspace) => {
    const count = objectsOf(workspace).length;
    const from = place(workspace);
    const next = from < 0 && way < 0 ? count - 1 : from + way;
    choose(workspace, (next + count) % Math.max(1, count));
  };

/** To the end and no further: then Tab goes on through the page, so that nobody is caught. */
const walkOut = (way: 1 | -1) => ({
  yields: true as const,
  available: (workspace: Workspace): boolean => {
    const from = place(workspace);
    return from < 0
      ? way > 0 && objectsOf(workspace).length > 0
      : objectsOf(workspace)[from + way] !== undefined;
  },
});

const add: StageAction["run"] = (workspace, _pressed, { maxObjects }) => {
  const { commands, prompting } = workspace;
  if (objectsOf(workspace).length < maxObjects) void commands.addObject(prompting.nextObject());
};

export const objectActions: readonly StageAction[] = [
  object("newObject", "N", add, editing),
  object("nextObject", ".", walk(1)),
  object("previousObject", ",", walk(-1)),
  object("tabToNextObject", "Tab", walk(1), walkOut(1)),
  object("tabToPreviousObject", "Shift+Tab", walk(-1), walkOut(-1)),
  object(
    "objectByDigit",
    "1 2 3 4 5 6 7 8 9 0",
    (workspace, pressed) => choose(workspace, digitOf(pressed) - 1),
    { fixed: true },
  ),
  object("hideObject", "H", ({ objects }) => objects.toggleHidden(), needsOne),
  object("soloObject", "S", ({ objects }) => objects.toggleSolo(), needsOne),
  object("lockObject", "L", ({ objects }) => objects.toggleLocked(), editsOne),
  object("renameObject", "F2", ({ objects }) => objects.ask("rename"), editsOne),
  object("deleteObject", "Delete", ({ objects }) => objects.ask("delete"), editsOne),
  object(
    "moveObjectUp",
    "Alt+ArrowUp",
    onSelected(({ objects }, chosen) => void objects.raise(chosen, 1)),
    editsOne,
  ),
  object(
    "moveObjectDown",
    "Alt+ArrowDown",
    onSelected(({ objects }, chosen) => void objects.raise(chosen, -1)),
    editsOne,
  ),
  object("mergeObject", "Alt+M", ({ objects }) => objects.ask("menu"), editsOne),
  object(
    "splitObject",
    "Alt+S",
    onSelected(({ objects }, chosen) => void objects.split(chosen)),
    editsOne,
  ),
];
