/** While Shift is held over the picture, the mask that a click would make is shown under the pointer. */
import { type PointerEvent, useEffect, useEffectEvent, useRef } from "react";
import { clipOfStage, type Placement } from "../../geometry/placement";
import type { ClipPoint } from "../../geometry/points";
import { useWorkspace } from "../../state/services";
import { placeOf } from "./pointerPlace";
import { isInside } from "./tools/tool";

export function useLivePreview(placement: Placement) {
  const { stage, prompting, preview } = useWorkspace();
  /** Null: not over the picture, or with a finger or a pressed button. */
  const at = useRef<ClipPoint | null>(null);

  const show = (): void => {
    const { tool, sign, frame, playing } = stage.getState();
    if (at.current === null || !isInside(at.current) || tool !== "point" || playing) return;
    const object = prompting.likelyTarget();
    const { points } = prompting.current(object, frame);
    preview.show(object, frame, [...points, { ...at.current, label: sign }]);
  };
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === "Shift" && !event.repeat && !event.ctrlKey && !event.metaKey && !event.altKey) show();
  });
  useEffect(() => {
    const onPress = (event: KeyboardEvent) => press(event);
    const onRelease = (event: KeyboardEvent) => event.key === "Shift" && preview.stop();
    window.addEventListener("keydown", onPress);
    window.addEventListener("keyup", onRelease);
    return () => {
      window.removeEventListener("keydown", onPress);
      window.removeEventListener("keyup", onRelease);
    };
  }, [preview]);
  return {
    onMove(event: PointerEvent<HTMLElement>) {
      const follows = event.pointerType === "mouse" && event.buttons === 0;
      at.current = follows ? clipOfStage(placeOf(event), placement) : null;
      if (event.shiftKey) show();
    },
    onLeave() {
      at.current = null;
      preview.stop();
    },
  };
}
