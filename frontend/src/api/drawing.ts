/** The calls about masks that a person draws, chooses or marks. */
import type { FrameIndex, ObjectId } from "../domain/clip";
import type { FrameMasks, MaskCandidate, Rle } from "../domain/mask";
import type { Point, TrackedObject } from "../domain/session";
import type { Api } from "./client";
import {
  AcceptFramesDocument,
  AddMaskDocument,
  MarkAbsentDocument,
  MaskCandidatesDocument,
} from "./generated/graphql";
import { toFrameMasks, toObject, toRle } from "./parse";
import type { Target } from "./tracking";

/** The mask replaces the object's points and box on that frame. Answers with every object on it. */
export async function setMask(api: Api, target: Target, { size, counts }: Rle): Promise<FrameMasks> {
  const input = { ...target, counts, size: [...size] };
  return toFrameMasks((await api.request(AddMaskDocument, { input })).addMask);
}

/** What the points may mean as a new object, best first. Stores nothing. */
export async function fetchCandidates(
  api: Api,
  sessionId: string,
  frameIndex: FrameIndex,
  points: readonly Point[],
  most: number,
): Promise<readonly MaskCandidate[]> {
  const { maskCandidates } = await api.request(MaskCandidatesDocument, {
    sessionId,
    frameIndex,
    points: points.map(({ x, y }) => [x, y]),
    labels: points.map(({ label }) => label),
    most,
  });
  return maskCandidates.map(({ rleMask, quality }) => ({ rle: toRle(rleMask), quality }));
}

/** Frames of one object, both included, that get a mark or lose it. */
export interface MarkedFrames {
  readonly sessionId: string;
  readonly objectId: ObjectId;
  readonly firstFrame: number;
  readonly lastFrame: number;
  readonly marked: boolean;
}

export async function markAbsent(api: Api, input: MarkedFrames): Promise<TrackedObject> {
  return toObject((await api.request(MarkAbsentDocument, { input })).markAbsent);
}

export async function acceptFrames(api: Api, input: MarkedFrames): Promise<TrackedObject> {
  return toObject((await api.request(AcceptFramesDocument, { input })).acceptFrames);
}
