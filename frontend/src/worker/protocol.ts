/** What the page and the player's worker say to each other; Player (player.ts) is the only one who sends and hears it. */

import type { FrameIndex, ObjectId } from "../domain/clip";
import type { EffectStack } from "../domain/effect";
import type { Draft, FrameMasks, Rle } from "../domain/mask";
import type { Problem } from "../domain/problem";

/** How an object is drawn. Order in the list is z-order, last on top. */
export interface ObjectStyle {
  readonly objectId: ObjectId;
  /** #rrggbb */
  readonly colour: string;
  /** For effects that write it. */
  readonly name?: string;
  readonly visible: boolean;
}

/** Counted since play began: frames whose time came, and those not drawn within their own frame time. */
export interface PlaybackStats {
  readonly due: number;
  readonly drawn: number;
  readonly late: number;
}

/** How often the canvas was drawn, for measurements. */
export interface DrawStats {
  readonly draws: number;
  /** When the last few draws were issued, in milliseconds since 1970. */
  readonly drawTimes: readonly number[];
}

export interface PlayerListeners {
  /** The first frame is on the canvas. `decoder` tells how frames are had. */
  onReady(decoder: "webcodecs" | "server"): void;
  /** This frame is on the canvas now. */
  onFrame(frame: FrameIndex): void;
  onPlaying(playing: boolean): void;
  /** For the person; the player keeps the last good frame. */
  onError(problem: Problem): void;
}

/**
 * A clip on a canvas: decodes in a worker, draws video, masks and effects there, in one WebGL2 pass
 * where no effect needs more, plays with sound.
 * Obtained by `openPlayer(canvas, clip, listeners)`; the canvas belongs to it until `close`. Its size on the page must
 * come from CSS: how many pixels it holds follows from how large it is shown.
 */
export interface Player {
  /** Resolves when the frame is drawn; a newer seek supersedes it (it resolves then too). */
  seek(frame: FrameIndex): Promise<void>;
  play(): void;
  pause(): void;
  setVolume(volume: number): void;
  setObjects(styles: readonly ObjectStyle[]): void;
  /** Replaces all masks of each of these frames. Cheap: nothing is decoded until shown. */
  setMasks(frames: readonly FrameMasks[]): void;
  /** Forgets masks of these objects, or of all. */
  clearMasks(objectIds?: readonly ObjectId[]): void;
  /** Shows a mask in the place of the object's own, until another one or null is set. */
  setDraft(draft: Draft | null): void;
  /** The mask that an object has on a frame, drawn or not; null where none is here. */
  maskOf(frame: FrameIndex, objectId: ObjectId): Promise<Rle | null>;
  /** Bottom to top; each layer is drawn on what those before it made. Pictures in it appear when they are decoded. */
  setEffects(stack: EffectStack): void;
  /** Topmost visible object under a point of the clip (0..1) on the frame that is shown, or null. */
  objectAt(x: number, y: number): Promise<ObjectId | null>;
  /** The pixels that are shown, at the clip's size, for tests and thumbnails. */
  grab(): Promise<ImageData>;
  stats(): Promise<PlaybackStats & DrawStats>;
  close(): void;
}
