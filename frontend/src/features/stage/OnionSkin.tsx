/** The contours of the selected object on its masked frames before and after, in thin dashed lines over the picture. */
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { type FrameIndex, frameIndex } from "../../domain/clip";
import type { Rle } from "../../domain/mask";
import type { Runs } from "../../domain/session";
import type { Placement } from "../../geometry/placement";
import { contourPath } from "../../masks/contour";
import { useSession, useStage } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import styles from "./Tools.module.css";

const noRuns: Runs = [];

/** The nearest frames with a mask on either side; null where there is none. */
export function neighbours(
  runs: Runs,
  frame: number,
): { readonly before: FrameIndex | null; readonly after: FrameIndex | null } {
  const before = runs.findLast(([first]) => first < frame);
  const after = runs.find(([, last]) => last > frame);
  return {
    before: before === undefined ? null : frameIndex(Math.min(before[1], frame - 1)),
    after: after === undefined ? null : frameIndex(Math.max(after[0], frame + 1)),
  };
}

/** Stepping to and fro asks for the same masks again. */
const KEPT = 24;
const paths = new Map<string, string>();

function pathOf(rle: Rle): string {
  const path = paths.get(rle.counts) ?? contourPath(rle);
  paths.delete(rle.counts);
  paths.set(rle.counts, path);
  const oldest = paths.keys().next();
  if (paths.size > KEPT && !oldest.done) paths.delete(oldest.value);
  return path;
}

export function OnionSkin({ placement }: { readonly placement: Placement }) {
  const wanted = useStage((stage) => stage.onionSkin && !stage.playing);
  const selected = useStage((stage) => stage.selected);
  const frame = useStage((stage) => stage.frame);
  const runs = useSession((session) => (selected === null ? noRuns : (session.runs.get(selected) ?? noRuns)));
  const { width, height } = useSession((session) => session.video);
  const { before, after } = neighbours(runs, frame);
  const [earlier, later] = [useContour(wanted ? before : null), useContour(wanted ? after : null)];
  if (!wanted) return null;
  return (
    <svg
      className={styles.onion}
      style={{ ...placement }}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path className={styles.earlier} d={earlier} vectorEffect="non-scaling-stroke" />
      <path className={styles.later} d={later} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}

/** Of the selected object on a frame; empty while it is not known. */
function useContour(frame: FrameIndex | null): string {
  const workspace = useWorkspace();
  const selected = useStage((stage) => stage.selected);
  const isLoading = useStore(workspace.server, (state) => state.masksLoading);
  const runs = useSession((session) => session.runs);
  const [path, setPath] = useState("");
  // biome-ignore lint/correctness/useExhaustiveDependencies: masks that arrive or change are asked for again
  useEffect(() => {
    let isWanted = true;
    const ask = async () => {
      const rle = frame === null || selected === null ? null : await workspace.maskOf(frame, selected);
      if (isWanted) setPath(rle === null ? "" : pathOf(rle));
    };
    void ask();
    return () => {
      isWanted = false;
    };
  }, [workspace, frame, selected, isLoading, runs]);
  return path;
}
