/** What can be set of the tool in the hand: the size of brush and eraser. */
import { useStage } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { LARGEST_BRUSH, SMALLEST_BRUSH } from "../../state/tools";
import { Slider } from "../../ui/Slider";
import { say } from "../../words/words";
import styles from "./Tools.module.css";

/** The slider's steps are even for the eye: what doubles the size is the same way everywhere. */
const toStep = (size: number): number => Math.round(Math.log2(size / SMALLEST_BRUSH) * 10);
const toSize = (step: number): number => SMALLEST_BRUSH * 2 ** (step / 10);

export function ToolOptions() {
  const { tools } = useWorkspace();
  const size = useStage((stage) => stage.brushSize);
  const hasSize = useStage(({ tool }) => tool === "brush" || tool === "eraser");
  if (!hasSize) return null;
  return (
    <div className={styles.options} onPointerDown={(event) => event.stopPropagation()}>
      <Slider
        label={say("stage:brushSize")}
        value={toStep(size)}
        minimum={0}
        maximum={toStep(LARGEST_BRUSH)}
        step={1}
        write={() => say("stage:pixels", { count: size })}
        onChange={(step) => tools.setBrushSize(toSize(step))}
      />
    </div>
  );
}
