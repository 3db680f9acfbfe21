/** A ring around what the brush would paint. Moves without React, as fast as the pointer, and knows where that rests already. */
import { type RefObject, useEffect, useRef } from "react";
import { useStage } from "../../state/selectors";
import styles from "./Tools.module.css";

interface BrushCursorProps {
  readonly area: RefObject<HTMLElement | null>;
  /** What holds the picture, in the area. */
  readonly picture: RefObject<HTMLElement | null>;
}

export function BrushCursor({ area, picture }: BrushCursorProps) {
  const ring = useRef<HTMLDivElement>(null);
  const size = useStage((stage) => stage.brushSize);
  const isInHand = useStage(({ tool }) => tool === "brush" || tool === "eraser");
  useEffect(() => {
    const element = area.current;
    const follow = (event: PointerEvent) => {
      if (ring.current === null || element === null) return;
      const box = element.getBoundingClientRect();
      ring.current.style.translate = `${event.clientX - box.left}px ${event.clientY - box.top}px`;
      const isFree = event.target === element || picture.current?.contains(event.target as Node);
      const isOverPicture = isFree || element.hasPointerCapture(event.pointerId);
      ring.current.style.visibility = isOverPicture ? "visible" : "hidden";
    };
    const hide = () => {
      if (ring.current !== null) ring.current.style.visibility = "hidden";
    };
    element?.addEventListener("pointermove", follow);
    element?.addEventListener("pointerdown", follow);
    element?.addEventListener("pointerleave", hide);
    return () => {
      element?.removeEventListener("pointermove", follow);
      element?.removeEventListener("pointerdown", follow);
      element?.removeEventListener("pointerleave", hide);
    };
  }, [area, picture]);
  const style = { width: size, height: size, margin: `${-size / 2}px 0 0 ${-size / 2}px` };
  return (
    <div
      ref={ring}
      className={styles.ring}
      style={style}
      data-ring=""
      hidden={!isInHand}
      aria-hidden="true"
    />
  );
}
