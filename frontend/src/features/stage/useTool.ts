/** Runs the chosen tool on where pointer or crosshair are, and carries out what it intends. */
import { useRef, useState } from "react";
import type { Box, Prompt } from "../../domain/session";
import { clipOfStage, type Placement, stageOfClip } from "../../geometry/placement";
import { clipPoint, type StagePoint } from "../../geometry/points";
import { useStage } from "../../state/selectors";
import { type BoxToolState, boxBetween, boxIdle, boxTool } from "./tools/boxTool";
import { type PointToolState, pointIdle, pointTool } from "./tools/pointTool";
import { distance, type PointerInput, type Step } from "./tools/tool";
import { useIntent } from "./useIntent";

const HIT_RADIUS = 12;

export interface ToolControl {
  /** The box that is being drawn. */
  readonly drawing: Box | null;
  apply(kind: PointerInput["kind"], at: StagePoint, takesAway: boolean): void;
}

/** Position in the prompt of the nearest point within reach, or null. */
function hitAt(at: StagePoint, prompt: Prompt | null, placement: Placement): number | null {
  const away = (prompt?.points ?? []).map(({ x, y }) =>
    distance(stageOfClip(clipPoint(x, y), placement), at),
  );
  const nearest = Math.min(...away);
  return nearest <= HIT_RADIUS ? away.indexOf(nearest) : null;
}

export function useTool(placement: Placement, prompt: Prompt | null): ToolControl {
  const tool = useStage((stage) => stage.tool);
  const carryOut = useIntent();
  const point = useRef<PointToolState>(pointIdle);
  const box = useRef<BoxToolState>(boxIdle);
  const [drawing, setDrawing] = useState<Box | null>(null);

  const stepBox = (input: PointerInput): Step<BoxToolState> => {
    const step = boxTool(box.current, input);
    box.current = step.state;
    setDrawing(step.state.kind === "dragging" ? boxBetween(step.state.from, step.state.to) : null);
    return step;
  };
  const stepPoint = (input: PointerInput): Step<PointToolState> => {
    const step = pointTool(point.current, input);
    point.current = step.state;
    return step;
  };
  return {
    drawing,
    apply(kind, at, takesAway) {
      const clip = clipOfStage(at, placement);
      const input = { kind, stage: at, clip, takesAway, hit: hitAt(at, prompt, placement) };
      const { intent } = tool === "box" ? stepBox(input) : stepPoint(input);
      if (intent !== null) carryOut(intent);
    },
  };
}
