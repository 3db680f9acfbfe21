/** What is on this screen only and gone with it: frame, tool, selection, what is hidden, the effects. Nothing of the server. */
import { createStore, type StoreApi } from "zustand/vanilla";
import { type FrameIndex, frameIndex, type ObjectId } from "../domain/clip";
import type { EffectStack } from "../domain/effect";
import type { Prompt } from "../domain/session";

export type ToolName = "point" | "box";
export type PanelName = "objects" | "effects" | "export";

export interface StageState {
  readonly frame: FrameIndex;
  readonly playing: boolean;
  /** How frames are had; null until the first one is drawn. */
  readonly decoder: "webcodecs" | "server" | null;
  /** Why there is no picture, or no newer one, as a sentence. */
  readonly playerProblem: string | null;
  /** Counts how often the player was opened anew. */
  readonly playerAttempt: number;
  readonly tool: ToolName;
  readonly panel: PanelName;
  readonly selected: ObjectId | null;
  readonly hidden: ReadonlySet<ObjectId>;
  /** Prompts on their way: drawn at once, replaced by the server's when the mask is there. By `promptKey`. */
  readonly pending: ReadonlyMap<string, Prompt>;
  /** Bottom to top; kept by state/effectStacks.ts. */
  readonly effects: EffectStack;
  /** 0..1 */
  readonly volume: number;
  /** The list of keys is open. */
  readonly keysShown: boolean;
  /** A prompt changed after the last tracking. */
  readonly corrected: boolean;
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
    panel: "objects",
    selected: null,
    hidden: new Set(),
    pending: new Map(),
    effects,
    volume: 1,
    keysShown: false,
    corrected: false,
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
