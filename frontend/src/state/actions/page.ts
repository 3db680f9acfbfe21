/** Keys of the view, of the whole session, and of the page outside it. */
import type { PanelName } from "../stageStore";
import type { PageAction, StageAction } from "./action";
import { chords, editing, isPromptComing, stageActions } from "./making";

const view = stageActions("view");
const session = stageActions("session");

const panel =
  (name: PanelName): StageAction["run"] =>
  ({ stage }) =>
    stage.setState({ panel: name });

export const viewActions: readonly StageAction[] = [
  view("nextOverlay", "M", ({ tools }) => tools.nextOverlayMode()),
  view("fainterOverlay", "-", ({ tools }) => tools.lessOpaque(), { repeats: true }),
  view("strongerOverlay", "=", ({ tools }) => tools.moreOpaque(), { repeats: true }),
  view("fitPicture", "Z", ({ tools }) => tools.fit()),
  view("zoomIn", "Alt+=", ({ picture }) => picture.step(1), { repeats: true }),
  view("zoomOut", "Alt+-", ({ picture }) => picture.step(-1), { repeats: true }),
  view("onionSkin", "Shift+O", ({ tools }) => tools.toggleOnionSkin()),
  view("timelineIn", "Ctrl+Alt+=", ({ timeView }) => timeView.zoomIn(), { repeats: true }),
  view("timelineOut", "Ctrl+Alt+-", ({ timeView }) => timeView.zoomOut(), { repeats: true }),
  view("timelineFit", "Shift+Z", ({ timeView }) => timeView.fit()),
  view("objectsPanel", "Shift+1", panel("objects")),
  view("effectsPanel", "Shift+2", panel("effects")),
  session("undo", "Ctrl+Z", ({ history }) => void history.undo(), { awaits: isPromptComing, ...editing }),
  session("redo", "Ctrl+Shift+Z Ctrl+Y", ({ history }) => void history.redo(), editing),
  session("exportPanel", "Ctrl+Shift+E Shift+3", panel("export")),
  session(
    "importMasks",
    "Ctrl+I Alt+Shift+I",
    ({ stage }) => stage.setState({ importAsk: { items: null } }),
    editing,
  ),
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
