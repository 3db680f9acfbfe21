/** What is on this screen only and gone with it: frame, tool, selection, what is hidden, the effects as they are seen. Nothing of the server. */
import { createStore, type StoreApi } from "zustand/vanilla";
import { type FrameIndex, frameIndex, type ObjectId } from "../domain/clip";
import type { EffectStack } from "../domain/effect";
import type { MaskCandidate } from "../domain/mask";
import type { Problem } from "../domain/problem";
import type { Direction, PlannedStretch, Point, Prompt } from "../domain/session";
import type { Placement } from "../geometry/placement";
import type { DroppedItems } from "./droppedFiles";
import type { View } from "./view";

export type ToolName = "select" | "point" | "box" | "brush" | "eraser";
export type PanelName = "objects" | "effects" | "export";

/** What the first click on an object may mean, shown beside the click. */
export interface CandidateStrip {
  readonly objectId: ObjectId;
  readonly frame: FrameIndex;
  readonly click: Point;
  readonly choices: readonly MaskCandidate[];
  /** Position of the one that is shown in the picture, or null for the mask that is there. */
  readonly looked: number | null;
}

export interface StageState {
  readonly frame: FrameIndex;
  readonly playing: boolean;
  /** How frames are had; null until the first one is drawn. */
  readonly decoder: "webcodecs" | "server" | null;
  /** Why there is no picture, or no newer one, as a sentence. */
  readonly playerProblem: Problem | null;
  /** Counts how often the player was opened anew. */
  readonly playerAttempt: number;
  readonly tool: ToolName;
  /** What a plain click of the point tool says: 1 object, 0 background. */
  readonly sign: Point["label"];
  /** Diameter of brush and eraser in CSS pixels. */
  readonly brushSize: number;
  readonly candidates: CandidateStrip | null;
  /** Where the picture lies when it does not just fit. */
  readonly zoom: Placement | null;
  readonly rangeIn: FrameIndex | null;
  readonly rangeOut: FrameIndex | null;
  /** The contours of the neighbouring masks are drawn too. */
  readonly onionSkin: boolean;
  /** Masks under the pointer before a click came too slowly; the person was told. */
  readonly previewTooSlow: boolean;
  readonly panel: PanelName;
  readonly selected: ObjectId | null;
  readonly hidden: ReadonlySet<ObjectId>;
  /** Where any are, only these are seen. */
  readonly solo: ReadonlySet<ObjectId>;
  /** Prompts on their way: drawn at once, replaced by the server's when the mask is there. By `promptKey`. */
  readonly pending: ReadonlyMap<string, Prompt>;
  /** Bottom to top; kept by state/sessionEffects.ts. */
  readonly effects: EffectStack;
  /** 0..1 */
  readonly volume: number;
  /** A prompt changed after the last tracking. */
  readonly corrected: boolean;
  /** What the row of an object is asked to do: its name to be edited, its deletion to be confirmed, or its menu to be opened. */
  readonly rowAsks: { readonly objectId: ObjectId; readonly what: "rename" | "delete" | "menu" } | null;
  /** Masks are to be imported: asked for by hand or key, or dropped; null once that was heard. */
  readonly importAsk: { readonly items: DroppedItems | null } | null;
  /** What the timeline shows; null: all of the clip. */
  readonly view: View | null;
  /** The way of tracking that is pointed at. */
  readonly previewed: Direction | null;
  /** What that, or tracking again after a correction, would change. */
  readonly plan: readonly PlannedStretch[];
}

export type StageStore = StoreApi<StageState>;

export const promptKey = (objectId: ObjectId, frame: FrameIndex): string => `${objectId}:${frame}`;

export const createStageStore = (effects: EffectStack): StageStore =>
  createStore<StageState>(() => ({
    frame: frameIndex(0),
    playing: false,
    decoder: null,
    playerProblem: null,
    playerAttempt: 0,
    tool: "point",
    sign: 1,
    brushSize: 32,
    candidates: null,
    zoom: null,
    rangeIn: null,
    rangeOut: null,
    onionSkin: false,
    previewTooSlow: false,
    panel: "objects",
    selected: null,
    hidden: new Set(),
    solo: new Set(),
    pending: new Map(),
    effects,
    volume: 1,
    corrected: false,
    rowAsks: null,
    importAsk: null,
    view: null,
    previewed: null,
    plan: [],
  }));

export function toggled<T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> {
  const copy = new Set(set);
  if (!copy.delete(item)) copy.add(item);
  return copy;
}

export function withPending(
  pending: ReadonlyMap<string, Prompt>,
  key: string,
  prompt: Prompt | null,
): ReadonlyMap<string, Prompt> {
  const copy = new Map(pending);
  if (prompt === null) copy.delete(key);
  else copy.set(key, prompt);
  return copy;
}
