/** What crosses between the page and the player's core, wherever the core runs. */
import type { Clip, FrameIndex, ObjectId } from "../domain/clip";
import type { EffectStack } from "../domain/effect";
import type { Draft, FrameMasks, Rle } from "../domain/mask";
import type { Problem } from "../domain/problem";
import type { DrawStats, ObjectStyle, PlaybackStats } from "./protocol";

/** What can be asked, and what is answered. */
export interface Questions {
  readonly seek: { readonly ask: { readonly frame: FrameIndex }; readonly answer: null };
  readonly objectAt: {
    readonly ask: { readonly x: number; readonly y: number };
    readonly answer: ObjectId | null;
  };
  readonly maskOf: {
    readonly ask: { readonly frame: FrameIndex; readonly objectId: ObjectId };
    readonly answer: Rle | null;
  };
  readonly grab: { readonly ask: object; readonly answer: Uint8ClampedArray<ArrayBuffer> };
  readonly stats: { readonly ask: object; readonly answer: PlaybackStats & DrawStats };
}
export type Question = keyof Questions;

type Asked = {
  [Q in Question]: { readonly kind: Q; readonly request: number } & Questions[Q]["ask"];
}[Question];

/** Where sound is: `at` is milliseconds since 1970 on the clock that page and worker share. */
export interface SoundTime {
  readonly seconds: number;
  readonly at: number;
  readonly running: boolean;
}

/** What a core is made of. `mayDecode`: the page has WebCodecs; a worker never has what the page has not. */
export interface Opening {
  readonly clip: Clip;
  readonly mayDecode: boolean;
}

/** The first two messages to a worker: what it draws on, and what it shows there. */
export type Seating =
  | { readonly kind: "canvas"; readonly canvas: OffscreenCanvas }
  | ({ readonly kind: "open" } & Opening);

export type ToCore =
  | Asked
  | { readonly kind: "play" }
  | { readonly kind: "pause" }
  | { readonly kind: "soundTime"; readonly time: SoundTime }
  /** How wide the canvas is on the display, in the display's pixels. */
  | { readonly kind: "shownWidth"; readonly width: number }
  | { readonly kind: "setObjects"; readonly styles: readonly ObjectStyle[] }
  | { readonly kind: "setMasks"; readonly frames: readonly FrameMasks[] }
  | { readonly kind: "clearMasks"; readonly objectIds: readonly ObjectId[] | undefined }
  | { readonly kind: "setDraft"; readonly draft: Draft | null }
  | { readonly kind: "setEffects"; readonly stack: EffectStack }
  | { readonly kind: "close" };

export type ToPage =
  | { readonly kind: "ready"; readonly decoder: "webcodecs" | "server" }
  | { readonly kind: "frame"; readonly frame: FrameIndex }
  | { readonly kind: "playing"; readonly playing: boolean }
  /** Sound is to run from here, or to stop. */
  | { readonly kind: "sound"; readonly from: number | null }
  | { readonly kind: "error"; readonly problem: Problem }
  | { readonly kind: "answer"; readonly request: number; readonly value: Questions[Question]["answer"] }
  | { readonly kind: "refusal"; readonly request: number; readonly problem: Problem }
  | { readonly kind: "closed" };

/** Milliseconds since 1970, the same in page and worker, never set back. */
export const sharedNow = (): number => performance.timeOrigin + performance.now();
