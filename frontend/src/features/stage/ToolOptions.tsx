/** What can be set of the tool in the hand: the brush's size, or what a click says. */
import { Minus, Plus } from "lucide-react";
import { useStage } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { LARGEST_BRUSH, SMALLEST_BRUSH } from "../../state/tools";
import { Segments } from "../../ui/Segments";
import { Slider } from "../../ui/Slider";
import { say } from "../../words/words";
import styles from "./Tools.module.css";

export function ToolOptions() {
  const tool = useStage((stage) => stage.tool);
  const content = tool === "brush" || tool === "eraser" ? <Size /> : tool === "point" ? <Sign /> : null;
  if (content === null) return null;
  return (
    <div className={styles.options} onPointerDown={(event) => event.stopPropagation()}>
      {content}
    </div>
  );
}

/** The slider's steps are even for the eye: what doubles the size is the same way everywhere. */
const toStep = (size: number): number => Math.round(Math.log2(size / SMALLEST_BRUSH) * 10);
const toSize = (step: number): number => SMALLEST_BRUSH * 2 ** (step / 10);

function Size() {
  const { tools } = useWorkspace();
  const size = useStage((stage) => stage.brushSize);
  return (
    <div className={styles.size}>
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

function Sign() {
  const { tools } = useWorkspace();
  const sign = useStage((stage) => stage.sign);
  return (
    <Segments
      label={say("stage:sign")}
      value={sign === 1 ? "plus" : "minus"}
      segments={[
        { value: "plus", title: say("stage:signAdds"), icon: <Plus size={14} aria-hidden="true" /> },
        { value: "minus", title: say("stage:signTakesAway"), icon: <Minus size={14} aria-hidden="true" /> },
      ]}
      onChange={(next) => (next === "plus") !== (sign === 1) && tools.swapSign()}
    />
  );
}
