/** What crosses between the page and the worker that makes a movie. */
import type { Clip, FrameIndex } from "../domain/clip";
import type { FrameMasks } from "../domain/mask";
import type { MoviePicture, Silence } from "../domain/movie";
import type { Problem } from "../domain/problem";
import type { Destination } from "../media/movie_file";
import type { MovieShape } from "../media/movie_writer";
import type { Look } from "./look";
import type { ObjectStyle } from "./protocol";

/** Everything about a movie that is to be made. */
export interface MovieOrder extends MovieShape {
  readonly clip: Clip;
  readonly picture: MoviePicture;
  readonly look: Look;
  readonly styles: readonly ObjectStyle[];
  /** A matte is for compositing and has none. */
  readonly withSound: boolean;
  readonly fileName: string;
  readonly destination: Destination;
}

export type ToMaker =
  | { readonly kind: "make"; readonly order: MovieOrder; readonly mayDecode: boolean }
  /** All masks of the frames from `first` on that were asked for. */
  | { readonly kind: "masks"; readonly first: FrameIndex; readonly frames: readonly FrameMasks[] }
  | { readonly kind: "noMasks"; readonly first: FrameIndex; readonly problem: Problem }
  | { readonly kind: "cancel" };

export type FromMaker =
  | { readonly kind: "wantMasks"; readonly first: FrameIndex; readonly last: FrameIndex }
  | { readonly kind: "silence"; readonly why: Silence }
  /** So many frames are encoded. */
  | { readonly kind: "progress"; readonly done: number }
  | { readonly kind: "made"; readonly file: Blob }
  | { readonly kind: "failed"; readonly problem: Problem }
  | { readonly kind: "cancelled" };
