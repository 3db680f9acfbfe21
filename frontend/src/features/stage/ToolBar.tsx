/** Which tool is in the hand, what can be said about the frame, and how masks are drawn over the picture. */
import {
  Blend,
  Brush,
  Eraser,
  EyeOff,
  Layers2,
  Lock,
  Maximize,
  Minus,
  MousePointer2,
  MousePointerClick,
  Plus,
  SquareDashedMousePointer,
} from "lucide-react";
import type { ActionId } from "../../state/actions/action";
import { useRefusal } from "../../state/actions/useRefusal";
import { useKeyOf } from "../../state/keys/useKeyOf";
import { hasFrame } from "../../state/runs";
import { useSession, useStage } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import type { ToolName } from "../../state/stageStore";
import { IconButton } from "../../ui/Button";
import { say, type WordKey } from "../../words/words";
import styles from "./Tools.module.css";

const SIZE = 18;

type Tool = readonly [name: ToolName, title: WordKey, action: ActionId, icon: React.ReactNode];

const tools: readonly Tool[] = [
  ["select", "stage:toolSelect", "selectTool", <MousePointer2 key="select" size={SIZE} />],
  ["point", "stage:toolPoint", "pointTool", <MousePointerClick key="point" size={SIZE} />],
  ["box", "stage:toolBox", "boxTool", <SquareDashedMousePointer key="box" size={SIZE} />],
  ["brush", "stage:toolBrush", "brushTool", <Brush key="brush" size={SIZE} />],
  ["eraser", "stage:toolEraser", "eraserTool", <Eraser key="eraser" size={SIZE} />],
];

export function ToolBar() {
  return (
    <div className={styles.bar} role="toolbar" aria-label={say("stage:toolBar")}>
      <Hands />
      <span className={styles.rule} />
      <FrameMarks />
      <span className={styles.rule} />
      <Looks />
    </div>
  );
}

function Hands() {
  const { tools: hand } = useWorkspace();
  const tool = useStage((state) => state.tool);
  const takesAway = useStage((state) => state.sign === 0);
  return (
    <fieldset className={styles.group} aria-label={say("stage:tool")}>
      {tools.map((one) => (
        <Hand key={one[0]} tool={one} />
      ))}
      <IconButton
        label={say("stage:takesAway")}
        shortcut={useKeyOf("swapSign")}
        icon={takesAway ? <Minus size={SIZE} /> : <Plus size={SIZE} />}
        pressed={takesAway}
        disabled={tool !== "point"}
        onClick={() => hand.swapSign()}
      />
    </fieldset>
  );
}

function Hand({ tool: [name, title, action, icon] }: { readonly tool: Tool }) {
  const { tools: hand } = useWorkspace();
  const isTaken = useStage((state) => state.tool === name);
  return (
    <IconButton
      label={say(title)}
      shortcut={useKeyOf(action)}
      refusal={useRefusal(action)}
      icon={icon}
      pressed={isTaken}
      onClick={() => hand.take(name)}
    />
  );
}

function FrameMarks() {
  const { marks } = useWorkspace();
  const selected = useStage((state) => state.selected);
  const frame = useStage((state) => state.frame);
  const object = useSession(({ objects }) => objects.find(({ objectId }) => objectId === selected));
  return (
    <div className={styles.group}>
      <IconButton
        label={say("stage:markAbsent")}
        shortcut={useKeyOf("markAbsent")}
        refusal={useRefusal("markAbsent")}
        icon={<EyeOff size={SIZE} />}
        pressed={object !== undefined && hasFrame(object.absent, frame)}
        disabled={object === undefined}
        onClick={() => void marks.markAbsent()}
      />
      <IconButton
        label={say("stage:accept")}
        shortcut={useKeyOf("acceptFrame")}
        refusal={useRefusal("acceptFrame")}
        icon={<Lock size={SIZE} />}
        pressed={object !== undefined && hasFrame(object.accepted, frame)}
        disabled={object === undefined}
        onClick={() => void marks.accept()}
      />
    </div>
  );
}

function Looks() {
  const { tools: hand } = useWorkspace();
  const onion = useStage((state) => state.onionSkin);
  const isZoomed = useStage((state) => state.zoom !== null);
  return (
    <div className={styles.group}>
      <IconButton
        label={say("stage:onionSkin")}
        icon={<Layers2 size={SIZE} />}
        pressed={onion}
        onClick={() => hand.toggleOnionSkin()}
      />
      <IconButton
        label={say("stage:overlayMode")}
        shortcut={useKeyOf("nextOverlay")}
        icon={<Blend size={SIZE} />}
        onClick={() => hand.nextOverlayMode()}
      />
      <IconButton
        label={say("stage:fit")}
        shortcut={useKeyOf("fitPicture")}
        icon={<Maximize size={SIZE} />}
        disabled={!isZoomed}
        onClick={() => hand.fit()}
      />
    </div>
  );
}
