/** Knows where the clip lies on the stage: letterboxed, zoomed and moved. */
import { type ClipPoint, clipPoint, type Size, type StagePoint, stagePoint } from "./points";

/** The clip's rectangle on the stage, in CSS pixels. */
export interface Placement {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The whole clip, as large as it fits, in the middle. */
export function fit(clip: Size, stage: Size): Placement {
  const scale = Math.min(stage.width / clip.width, stage.height / clip.height);
  const width = clip.width * scale;
  const height = clip.height * scale;
  return { left: (stage.width - width) / 2, top: (stage.height - height) / 2, width, height };
}

/** Larger or smaller by a factor; what is under the fixed point stays under it. */
export function zoom(placement: Placement, factor: number, fixed: StagePoint): Placement {
  return {
    left: fixed.x + (placement.left - fixed.x) * factor,
    top: fixed.y + (placement.top - fixed.y) * factor,
    width: placement.width * factor,
    height: placement.height * factor,
  };
}

export const move = (placement: Placement, dx: number, dy: number): Placement => ({
  ...placement,
  left: placement.left + dx,
  top: placement.top + dy,
});

const clampAxis = (start: number, length: number, stage: number): number =>
  length <= stage ? (stage - length) / 2 : Math.min(0, Math.max(stage - length, start));

/** Moved so that no gap opens where the clip could fill the stage; an axis that fits is centred. */
export const keepInView = (placement: Placement, stage: Size): Placement => ({
  ...placement,
  left: clampAxis(placement.left, placement.width, stage.width),
  top: clampAxis(placement.top, placement.height, stage.height),
});

export const clipOfStage = (point: StagePoint, placement: Placement): ClipPoint =>
  clipPoint((point.x - placement.left) / placement.width, (point.y - placement.top) / placement.height);

export const stageOfClip = (point: ClipPoint, placement: Placement): StagePoint =>
  stagePoint(placement.left + point.x * placement.width, placement.top + point.y * placement.height);
