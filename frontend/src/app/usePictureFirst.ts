/** The picture comes first: until it is there, all around it keeps its place but is not painted, which costs more than the picture. */
import { useEffect, useState } from "react";
import { useStage } from "../state/selectors";

/** Nobody waits longer than this for what is around the picture. */
const PICTURE_FIRST_MS = 700;

export interface PictureFirst {
  /** The picture is not on the display yet, and still comes soon. */
  readonly isFirst: boolean;
  /** The stage is open for so long that nothing waits any more. */
  readonly isLate: boolean;
}

export function usePictureFirst(): PictureFirst {
  const isOpening = useStage(({ decoder, playerProblem }) => decoder === null && playerProblem === null);
  const [isShown, setShown] = useState(false);
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PICTURE_FIRST_MS);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    if (isOpening) return;
    // It is drawn by now; it is on the display when the second frame after that begins.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => setShown(true));
    });
    return () => cancelAnimationFrame(frame);
  }, [isOpening]);
  return { isFirst: !isShown && !isLate, isLate };
}
