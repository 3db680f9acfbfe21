/** What to export, for as long as the panel is open: one choice for every format. */
import { useState } from "react";
import type { ExportPart } from "../../domain/export_part";
import type { FrameRange } from "../../domain/movie";
import { useStage } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { type FrameChoice, type FrameWish, framesFor } from "./frameChoice";

export interface ExportFrames extends FrameChoice {
  /** What the timeline has marked; null where neither point is set. */
  readonly inOut: FrameRange | null;
  choose(wish: FrameWish): void;
  /** What is chosen beside the frames. */
  readonly part: ExportPart;
  choosePart(part: ExportPart): void;
}

export function useExportFrames(): ExportFrames {
  const { range } = useWorkspace();
  useStage(({ rangeIn }) => rangeIn);
  useStage(({ rangeOut }) => rangeOut);
  const [wish, choose] = useState<FrameWish>(null);
  const [part, choosePart] = useState<ExportPart>({});
  const points = range.frames();
  const inOut = points && { first: points[0], last: points[1] };
  return { ...framesFor(wish, inOut), inOut, choose, part, choosePart };
}
