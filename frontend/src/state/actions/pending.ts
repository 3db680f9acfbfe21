/**
 * What keys do in rooms that are built beside this one. `null`: not here yet, so its key does nothing and its line is not
 * shown. To wire one, put the function that its comment names in place of the null.
 */
import type { Workspace } from "../workspace";

/** `digit` is 1 to 10 where the key is a digit. */
export type Deed = (workspace: Workspace, digit: number) => unknown;

export const deeds = {
  undo: null, // (w) => w.history.undo()
  redo: null, // (w) => w.history.redo()
  markAbsent: null, // (w) => w.marks.markAbsent()
  acceptFrame: null, // (w) => w.marks.accept()
  setIn: null, // (w) => w.range.setIn()
  setOut: null, // (w) => w.range.setOut()
  clearRange: null, // (w) => w.range.clear()
  nextLook: null, // (w) => w.review.next()
  previousLook: null, // (w) => w.review.previous()
  lockObject: null, // (w) => w.objects.toggleLock(selected)
  soloObject: null, // stage `solo` of the selected object, and back
  moveObjectUp: null, // (w) => w.objects.reorder: the selected one step up
  moveObjectDown: null, // … down
  renameObject: null, // the row of the selected object begins to be edited
  deleteObject: null, // the question before the selected object is deleted
  mergeObject: null, // the selected one with another that is asked for
  splitObject: null, // (w) => w.objects.split at the frame
  boxTool: ({ stage }: Workspace) => stage.setState({ tool: "box" }),
  brushTool: null, // tool: "brush"
  eraserTool: null, // tool: "eraser"
  selectTool: null, // tool: "select"
  smallerBrush: null, // the stage's brush size
  largerBrush: null,
  swapSign: null, // the stage's sign of clicks
  chooseCandidate: null, // (w, digit) => choose the candidate `digit - 1`
  areCandidatesShown: null, // (w) => boolean
  trackOneFrame: null, // (w) => w.commands.trackOne()
  trackRange: null, // (w) => w.commands.trackRange()
  nextOverlay: null, // (w) => w.overlayLook.cycleMode()
  fainterOverlay: null, // (w) => w.overlayLook.changeOpacity(-0.1)
  strongerOverlay: null, // (w) => w.overlayLook.changeOpacity(0.1)
  fitPicture: null, // the picture's placement, reset
  zoomIn: null,
  zoomOut: null,
} as const satisfies Readonly<Record<string, Deed | null>>;

export type DeedName = keyof typeof deeds;

export const deedOf = (name: DeedName): Deed | null => deeds[name];
