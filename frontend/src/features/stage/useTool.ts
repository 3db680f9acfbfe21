/** Runs the tool in the hand on where pointer or crosshair are, and carries out what it intends. */
import { useRef, useState } from "react";
import type { Box, Prompt } from "../../domain/session";
import { clipOfStage, type Placement } from "../../geometry/placement";
import type { StagePoint } from "../../geometry/points";
import { useWorkspace } from "../../state/services";
import { Hand } from "./tools/hand";
import { FINGER_REACH, hitAt, MOUSE_REACH } from "./tools/hit";
import type { Hit, MovedPoint, PointerInput } from "./tools/tool";
import { useIntent } from "./useIntent";

/** How the tool is applied, besides where. */
export interface Manner {
  readonly takesAway?: boolean;
  readonly picks?: boolean;
  readonly finger?: boolean;
}

export interface ToolControl {
  /** The box as the drag leaves it. */
  readonly box: Box | null;
  /** The point that is being moved. */
  readonly point: MovedPoint | null;
  /** Between press and release. */
  readonly isBusy: boolean;
  apply(kind: PointerInput["kind"], at: StagePoint, manner?: Manner): void;
  hitAt(at: StagePoint, finger: boolean): Hit | null;
}

interface Shown {
  readonly box: Box | null;
  readonly point: MovedPoint | null;
  readonly isBusy: boolean;
}

const nothing: Shown = { box: null, point: null, isBusy: false };

export function useTool(placement: Placement, prompt: Prompt | null): ToolControl {
  const { stage } = useWorkspace();
  const carryOut = useIntent(placement);
  const hand = useRef<Hand>(null);
  hand.current ??= new Hand();
  const [shown, setShown] = useState<Shown>(nothing);

  const hit = (at: StagePoint, finger: boolean) =>
    hitAt(stage.getState().tool, prompt, at, placement, finger ? FINGER_REACH : MOUSE_REACH);
  return {
    ...shown,
    hitAt: hit,
    apply(kind, at, { takesAway = false, picks = false, finger = false } = {}) {
      const tools = hand.current;
      if (tools === null) return;
      const wasBusy = tools.isBusy;
      const clip = clipOfStage(at, placement);
      const under = kind === "down" ? hit(at, finger) : null;
      const input = { kind, stage: at, clip, takesAway, picks, hit: under };
      const intent = tools.apply(stage.getState().tool, input);
      // A pointer that only passes by draws nothing anew.
      if (wasBusy || tools.isBusy) setShown({ box: tools.box, point: tools.point, isBusy: tools.isBusy });
      if (intent !== null) carryOut(intent);
    },
  };
}
