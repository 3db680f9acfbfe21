/** Keys of the view, of the whole session, and of the page outside it. */
import type { PanelName } from "../stageStore";
import type { PageAction, StageAction } from "./action";
import { byDeed, chords, stageActions } from "./making";

const view = stageActions("view");
const session = stageActions("session");

const panel =
  (name: PanelName): StageAction["run"] =>
  ({ stage }) =>
    stage.setState({ panel: name });

export const viewActions: readonly StageAction[] = [
  view("nextOverlay", "M", byDeed("nextOverlay")),
  view("fainterOverlay", "-", byDeed("fainterOverlay"), { repeats: true }),
  view("strongerOverlay", "=", byDeed("strongerOverlay"), { repeats: true }),
  view("fitPicture", "Z", byDeed("fitPicture")),
  view("zoomIn", "Alt+=", byDeed("zoomIn"), { repeats: true }),
  view("zoomOut", "Alt+-", byDeed("zoomOut"), { repeats: true }),
  view("objectsPanel", "Shift+1", panel("objects")),
  view("effectsPanel", "Shift+2", panel("effects")),
  session("undo", "Ctrl+Z", byDeed("undo")),
  session("redo", "Ctrl+Shift+Z Ctrl+Y", byDeed("redo")),
  session("exportPanel", "Ctrl+Shift+E Shift+3", panel("export")),
  session("toClips", "Shift+H", (_workspace, _pressed, page) => page.goHome()),
];

export const pageActions: readonly PageAction[] = [
  {
    id: "showKeys",
    group: "session",
    context: "anywhere",
    keys: chords("? F1"),
    run: (page) => page.toggleKeys(),
  },
  { id: "search", group: "home", context: "home", keys: chords("/"), run: (page) => page.focusSearch() },
  { id: "chooseFiles", group: "home", context: "home", keys: chords("U"), run: (page) => page.chooseFiles() },
];
