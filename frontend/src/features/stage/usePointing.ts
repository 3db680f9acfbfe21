/** Runs the chosen tool on pointer events and carries out what it intends, on the frame that is shown. */
import { type PointerEvent, useRef, useState, type WheelEvent } from "react";
import type { Box, Prompt } from "../../domain/session";
import { clipOfStage, stageOfClip } from "../../geometry/placement";
import { clipPoint, stagePoint } from "../../geometry/points";
import { useStage } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { type BoxToolState, boxBetween, boxIdle, boxTool } from "./tools/boxTool";
import { type PointToolState, pointIdle, pointTool } from "./tools/pointTool";
import { distance, type Intent, type PointerInput } from "./tools/tool";
import { useIntent } from "./useIntent";
import type { PlacementControl } from "./usePlacement";

const HIT_RADIUS = 12;
const MIDDLE = 1;
const RIGHT = 2;

export interface Pointing {
  readonly drawing: Box | null;
  readonly handlers: {
    onPointerDown(event: PointerEvent<HTMLElement>): void;
    onPointerMove(event: PointerEvent<HTMLElement>): void;
    onPointerUp(event: PointerEvent<HTMLElement>): void;
    onPointerCancel(event: PointerEvent<HTMLElement>): void;
    onWheel(event: WheelEvent<HTMLElement>): void;
  };
}

export function usePointing(control: PlacementControl, prompt: Prompt | null): Pointing {
  const tool = useStage((stage) => stage.tool);
  const workspace = useWorkspace();
  const carryOut = useIntent();
  const point = useRef<PointToolState>(pointIdle);
  const [box, setBox] = useState<BoxToolState>(boxIdle);
  const panning = useRef(false);

  const hitAt = (x: number, y: number): number | null => {
    const points = prompt?.points ?? [];
    const hits = points.map((candidate) =>
      distance(stageOfClip(clipPoint(candidate.x, candidate.y), control.placement), stagePoint(x, y)),
    );
    const nearest = Math.min(...hits);
    return nearest <= HIT_RADIUS ? hits.indexOf(nearest) : null;
  };
  const read = (kind: PointerInput["kind"], event: PointerEvent<HTMLElement>): PointerInput => {
    const area = event.currentTarget.getBoundingClientRect();
    const stage = stagePoint(event.clientX - area.left, event.clientY - area.top);
    const takesAway = event.button === RIGHT || event.altKey;
    return {
      kind,
      stage,
      clip: clipOfStage(stage, control.placement),
      takesAway,
      hit: hitAt(stage.x, stage.y),
    };
  };
  const run = (input: PointerInput) => {
    let intent: Intent | null;
    if (tool === "box") {
      const step = boxTool(box, input);
      setBox(step.state);
      ({ intent } = step);
    } else {
      const step = pointTool(point.current, input);
      point.current = step.state;
      ({ intent } = step);
    }
    if (intent !== null) carryOut(intent);
  };

  return {
    drawing: box.kind === "dragging" ? boxBetween(box.from, box.to) : null,
    handlers: {
      onPointerDown(event) {
        event.currentTarget.setPointerCapture(event.pointerId);
        panning.current = event.button === MIDDLE;
        if (panning.current) return;
        workspace.pause();
        run(read("down", event));
      },
      onPointerMove(event) {
        if (panning.current) control.moveBy(event.movementX, event.movementY);
        else run(read("move", event));
      },
      onPointerUp(event) {
        if (panning.current) panning.current = false;
        else run(read("up", event));
      },
      onPointerCancel(event) {
        panning.current = false;
        run(read("cancel", event));
      },
      onWheel(event) {
        if (!event.ctrlKey && !event.metaKey) return;
        const area = event.currentTarget.getBoundingClientRect();
        control.zoomAt(event.clientX - area.left, event.clientY - area.top, Math.exp(-event.deltaY / 300));
      },
    },
  };
}
