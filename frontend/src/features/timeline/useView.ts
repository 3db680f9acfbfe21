/** The stretch of the clip that is shown. */
import { useMemo } from "react";
import { useSession, useStage } from "../../state/selectors";
import { type View, wholeOf } from "../../state/view";

export function useView(): View {
  const view = useStage((stage) => stage.view);
  const count = useSession((session) => session.video.frameCount);
  return useMemo(() => view ?? wholeOf(count), [view, count]);
}
