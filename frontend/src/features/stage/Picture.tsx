/** The picture: the clip on its canvas, the prompts above it, and the tool in the hand under the pointer. */
import { lazy, Suspense, useRef } from "react";
import { useShallow } from "zustand/react/shallow";
import type { Placement } from "../../geometry/placement";
import { colourOf } from "../../state/objectColour";
import { useSession, useStage } from "../../state/selectors";
import { promptKey } from "../../state/stageStore";
import { Spinner } from "../../ui/Spinner";
import { say } from "../../words/words";
import { BrushCursor } from "./BrushCursor";
import { Crosshair } from "./Crosshair";
import styles from "./Picture.module.css";
import { PictureProblem } from "./PictureProblem";
import { PromptOverlay } from "./PromptOverlay";
import { StageMarks } from "./StageMarks";
import { ToolBar } from "./ToolBar";
import { ToolOptions } from "./ToolOptions";
import { useCrosshair } from "./useCrosshair";
import { useLivePreview } from "./useLivePreview";
import { usePlacement } from "./usePlacement";
import { usePlayer } from "./usePlayer";
import { usePointing } from "./usePointing";
import { useTool } from "./useTool";

/** Fetched when they are wanted. */
const CandidateStrip = lazy(async () => ({ default: (await import("./CandidateStrip")).CandidateStrip }));
const OnionSkin = lazy(async () => ({ default: (await import("./OnionSkin")).OnionSkin }));

/** What lies over the picture now and then. */
function Overlays({ placement }: { readonly placement: Placement }) {
  const onionSkin = useStage((stage) => stage.onionSkin);
  const hasCandidates = useStage((stage) => stage.candidates !== null);
  return (
    <Suspense fallback={null}>
      {onionSkin && <OnionSkin placement={placement} />}
      {hasCandidates && <CandidateStrip placement={placement} />}
    </Suspense>
  );
}

/** What is said, or on its way, about the selected object on this frame. */
function useShownPrompt() {
  const { selected, frame, pending } = useStage(
    useShallow((stage) => ({ selected: stage.selected, frame: stage.frame, pending: stage.pending })),
  );
  const prompts = useSession((session) => session.prompts);
  const colour = useSession((session) => (selected === null ? "#ffffff" : colourOf(session, selected)));
  if (selected === null) return { prompt: null, isPending: false, colour };
  const coming = pending.get(promptKey(selected, frame));
  const stored = prompts.find(({ objectId, frameIndex }) => objectId === selected && frameIndex === frame);
  return { prompt: coming ?? stored ?? null, isPending: coming !== undefined, colour };
}

export function Picture() {
  const area = useRef<HTMLElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const video = useSession((session) => session.video);
  const inHand = useStage((stage) => stage.tool);
  const isOpening = useStage((stage) => stage.decoder === null && stage.playerProblem === null);
  const { prompt, isPending, colour } = useShownPrompt();
  const control = usePlacement(area);
  const { placement } = control;
  const tool = useTool(placement, prompt);
  const pointing = usePointing(area, control, tool);
  const preview = useLivePreview(placement);
  const { crosshair, keys } = useCrosshair(placement, tool);
  usePlayer(host, video, styles.canvas ?? "");
  return (
    <div className={styles.stage}>
      <ToolBar />
      <section
        ref={area}
        className={styles.area}
        data-tool={inHand}
        role="application"
        aria-label={say("stage:picture")}
        aria-description={say("stage:pictureKeys")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it takes keys as it takes the pointer
        tabIndex={0}
        {...pointing}
        onPointerMove={(event) => {
          pointing.onPointerMove(event);
          preview.onMove(event);
        }}
        onPointerLeave={preview.onLeave}
        {...keys}
      >
        <div ref={host} className={styles.picture} style={{ ...placement }} />
        <PromptOverlay
          placement={placement}
          prompt={prompt}
          pending={isPending}
          colour={colour}
          drawing={tool.box}
          moving={tool.point}
          showsCorners={inHand === "box"}
        >
          {crosshair !== null && <Crosshair at={crosshair} />}
        </PromptOverlay>
        <BrushCursor area={area} picture={host} />
        <ToolOptions />
        <StageMarks />
        <Overlays placement={placement} />
        <PictureProblem />
        {isOpening && (
          <div className={styles.wait}>
            <Spinner label={say("stage:opening")} />
          </div>
        )}
      </section>
    </div>
  );
}
