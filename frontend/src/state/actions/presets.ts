/**
 * Keys as people know them from other tools: what differs from Masklet's own. Taken from the defaults that those tools
 * document (CVAT's shortcut settings; Label Studio's hotkey settings; Adobe's list of After Effects shortcuts).
 */
import type { Chord } from "../keys/chord";
import type { ActionId } from "./action";
import { chords } from "./making";

export type PresetName = "masklet" | "cvat" | "labelStudio" | "afterEffects";
type Preset = Readonly<Partial<Record<ActionId, readonly Chord[]>>>;

/** CVAT gave D F C V E R, N, O, K, L and H their meanings here; these are its others. */
const cvat: Preset = {
  trackForward: chords("Ctrl+B T"),
  trackBothWays: chords("Alt+B"),
  showKeys: chords("F1 ?"),
  previousLook: chords("ArrowLeft :"),
  nextLook: chords("ArrowRight ;"),
  previousFrame: chords("D"),
  nextFrame: chords("F"),
  moveObjectDown: chords("- _"),
  moveObjectUp: chords("= +"),
  fainterOverlay: chords("Shift+ArrowDown"),
  strongerOverlay: chords("Shift+ArrowUp"),
  mergeObject: chords("M"),
  nextOverlay: chords("Alt+M"),
};

const labelStudio: Preset = {
  previousFrame: chords("Alt+ArrowLeft D ArrowLeft"),
  nextFrame: chords("Alt+ArrowRight F ArrowRight"),
  tenFramesBack: chords("Alt+Shift+ArrowLeft C Shift+ArrowLeft"),
  tenFramesOn: chords("Alt+Shift+ArrowRight Shift+ArrowRight"),
  previousPrompted: chords("Ctrl+Alt+ArrowLeft"),
  nextPrompted: chords("Ctrl+Alt+ArrowRight"),
  firstFrame: chords("Ctrl+Alt+Shift+ArrowLeft Home"),
  lastFrame: chords("Ctrl+Alt+Shift+ArrowRight End"),
  play: chords("Ctrl+Alt+Space Space"),
  boxTool: chords("R"),
  brushTool: chords("B"),
  eraserTool: chords("E"),
  selectTool: chords("V"),
  pointTool: chords("K"),
  acceptFrame: chords("Ctrl+Enter"),
  hideObject: chords("Alt+H"),
  lockObject: chords("Alt+L"),
  nextObject: chords("Alt+. ."),
  stop: chords("Escape U"),
  fitPicture: chords("Shift+1"),
  objectsPanel: chords("Shift+4"),
  zoomIn: chords("Alt+= Ctrl++"),
  zoomOut: chords("Alt+- Ctrl+-"),
};

const afterEffects: Preset = {
  previousFrame: chords("PageUp Ctrl+ArrowLeft"),
  nextFrame: chords("PageDown Ctrl+ArrowRight"),
  tenFramesBack: chords("Shift+PageUp Ctrl+Shift+ArrowLeft"),
  tenFramesOn: chords("Shift+PageDown Ctrl+Shift+ArrowRight"),
  previousPrompted: chords("J"),
  nextPrompted: chords("K"),
  shuttleBack: chords("Shift+J"),
  setIn: chords("B"),
  setOut: chords("N"),
  selectTool: chords("V"),
  boxTool: chords("Q"),
  pointTool: chords("W"),
  brushTool: chords("Ctrl+B Alt+W"),
  eraserTool: chords("Shift+B"),
  trackBothWays: chords("Alt+B"),
  acceptFrame: chords("Alt+K"),
  newObject: chords("Ctrl+Y"),
  redo: chords("Ctrl+Shift+Z"),
  nextObject: chords("Ctrl+ArrowDown"),
  previousObject: chords("Ctrl+ArrowUp"),
  moveObjectUp: chords("Ctrl+Alt+ArrowUp"),
  moveObjectDown: chords("Ctrl+Alt+ArrowDown"),
  lockObject: chords("Ctrl+L L"),
  renameObject: chords("Enter F2"),
  splitObject: chords("Ctrl+Shift+D Alt+S"),
  zoomIn: chords("."),
  zoomOut: chords(","),
  exportPanel: chords("Ctrl+M Ctrl+Shift+E"),
};

export const presets: Readonly<Record<PresetName, Preset>> = { masklet: {}, cvat, labelStudio, afterEffects };

/** Names of products are the same in every language. */
export const presetTitles: Readonly<Record<PresetName, string>> = {
  masklet: "Masklet",
  cvat: "CVAT",
  labelStudio: "Label Studio",
  afterEffects: "After Effects",
};

export const isPresetName = (name: unknown): name is PresetName =>
  typeof name === "string" && Object.hasOwn(presets, name);
