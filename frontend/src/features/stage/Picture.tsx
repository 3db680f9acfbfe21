/** The picture: the clip on its canvas, the prompts above it, and the chosen tool under the pointer. */
import { Maximize } from "lucide-react";
import { useRef } from "react";
import { useShallow } from "zustand/react/shallow";
import { useSession, useStage } from "../../state/selectors";
import { promptKey } from "../../state/stageStore";
import { Button } from "../../ui/Button";
import { Spinner } from "../../ui/Spinner";
import { Crosshair } from "./Crosshair";
import styles from "./Picture.module.css";
import { PictureProblem } from "./PictureProblem";
import { PromptOverlay } from "./PromptOverlay";
import { useCrosshair } from "./useCrosshair";
import { usePlacement } from "./usePlacement";
import { usePlayer } from "./usePlayer";
import { usePointing } from "./usePointing";
import { useTool } from "./useTool";

/** Of a new object whose colour the server has not said yet. */
const UNKNOWN_COLOUR = "#ffffff";

/** What is said, or on its way, about the selected object on this frame. */
function useShownPrompt() {
  const { selected, frame, pending } = useStage(
    useShallow((stage) => ({ selected: stage.selected, frame: stage.frame, pending: stage.pending })),
  );
  const prompts = useSession((session) => session.prompts);
  if (selected === null) return { prompt: null, isPending: false };
  const coming = pending.get(promptKey(selected, frame));
  const stored = prompts.find(({ objectId, frameIndex }) => objectId === selected && frameIndex === frame);
  return { prompt: coming ?? stored ?? null, isPending: coming !== undefined };
}

export function Picture() {
  const area = useRef<HTMLElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const video = useSession((session) => session.video);
  const selected = useStage((stage) => stage.selected);
  const isOpening = useStage((stage) => stage.decoder === null && stage.playerProblem === null);
  const colour = useSession(
    (session) => session.objects.find(({ objectId }) => objectId === selected)?.colour,
  );
  const { prompt, isPending } = useShownPrompt();
  const control = usePlacement(area, video);
  const tool = useTool(control.placement, prompt);
  const pointing = usePointing(control, tool);
  const { crosshair, keys } = useCrosshair(control.placement, tool);
  usePlayer(host, video, styles.canvas ?? "");
  return (
    <section
      ref={area}
      className={styles.area}
      role="application"
      aria-label="Picture"
      aria-description="Arrow keys move the crosshair, Enter adds there, Shift and Enter takes away."
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it takes keys as it takes the pointer
      tabIndex={0}
      {...pointing}
      {...keys}
    >
      <div ref={host} className={styles.picture} style={{ ...control.placement }} />
      <PromptOverlay
        placement={control.placement}
        prompt={prompt}
        pending={isPending}
        colour={colour ?? UNKNOWN_COLOUR}
        drawing={tool.drawing}
      >
        {crosshair !== null && <Crosshair at={crosshair} />}
      </PromptOverlay>
      <PictureProblem />
      {isOpening && (
        <div className={styles.wait}>
          <Spinner label="Opening the clip" />
        </div>
      )}
      {control.isZoomed && (
        <div className={styles.fit} onPointerDown={(event) => event.stopPropagation()}>
          <Button size="small" icon={<Maximize size={12} />} onClick={control.reset}>
            Fit picture
          </Button>
        </div>
      )}
    </section>
  );
}
