/** In the picture's corner: what holds of the selected object on this frame besides its mask. */
import { EyeOff, Lock, X } from "lucide-react";
import { useShallow } from "zustand/react/shallow";
import { hasFrame } from "../../state/runs";
import { useSession, useStage } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { say } from "../../words/words";
import styles from "./Tools.module.css";

export function StageMarks() {
  const { prompting } = useWorkspace();
  const { selected, frame } = useStage(
    useShallow((stage) => ({ selected: stage.selected, frame: stage.frame })),
  );
  const object = useSession(({ objects }) => objects.find(({ objectId }) => objectId === selected));
  const isDrawn = useSession(({ prompts }) =>
    prompts.some((one) => one.objectId === selected && one.frameIndex === frame && one.hasMask),
  );
  if (object === undefined) return null;
  return (
    <div className={styles.marks} role="status" aria-label={say("stage:marks")}>
      {hasFrame(object.absent, frame) && (
        <span className={styles.mark}>
          <EyeOff size={14} aria-hidden="true" />
          {say("stage:absentHere")}
        </span>
      )}
      {hasFrame(object.accepted, frame) && (
        <span className={styles.mark}>
          <Lock size={14} aria-hidden="true" />
          {say("stage:acceptedHere")}
        </span>
      )}
      {isDrawn && (
        <span className={styles.mark}>
          {say("stage:drawnHere")}
          <button
            type="button"
            className={styles.clearMark}
            aria-label={say("stage:removeDrawn")}
            onPointerDown={(event) => event.stopPropagation()}
            onClick={() => void prompting.clear(object.objectId, frame)}
          >
            <X size={14} aria-hidden="true" />
          </button>
        </span>
      )}
    </div>
  );
}
