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
import { hasFrame } from "../../state/runs";
import { useSession, useStage } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import type { ToolName } from "../../state/stageStore";
import { IconButton } from "../../ui/Button";
import { say, type WordKey } from "../../words/words";
import styles from "./Tools.module.css";

const SIZE = 18;

const tools: readonly (readonly [name: ToolName, title: WordKey, key: string, icon: React.ReactNode])[] = [
  ["select", "stage:toolSelect", "Q", <MousePointer2 key="select" size={SIZE} />],
  ["point", "stage:toolPoint", "", <MousePointerClick key="point" size={SIZE} />],
  ["box", "stage:toolBox", "W", <SquareDashedMousePointer key="box" size={SIZE} />],
  ["brush", "stage:toolBrush", "B", <Brush key="brush" size={SIZE} />],
  ["eraser", "stage:toolEraser", "Shift B", <Eraser key="eraser" size={SIZE} />],
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
      {tools.map(([name, title, key, icon]) => (
        <IconButton
          key={name}
          label={say(title)}
          {...(key !== "" && { shortcut: key })}
          icon={icon}
          pressed={tool === name}
          onClick={() => hand.take(name)}
        />
      ))}
      <IconButton
        label={say("stage:takesAway")}
        shortcut="X"
        icon={takesAway ? <Minus size={SIZE} /> : <Plus size={SIZE} />}
        pressed={takesAway}
        disabled={tool !== "point"}
        onClick={() => hand.swapSign()}
      />
    </fieldset>
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
        shortcut="O"
        icon={<EyeOff size={SIZE} />}
        pressed={object !== undefined && hasFrame(object.absent, frame)}
        disabled={object === undefined}
        onClick={() => void marks.markAbsent()}
      />
      <IconButton
        label={say("stage:accept")}
        shortcut="K"
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
        shortcut="M"
        icon={<Blend size={SIZE} />}
        onClick={() => hand.nextOverlayMode()}
      />
      <IconButton
        label={say("stage:fit")}
        shortcut="Z"
        icon={<Maximize size={SIZE} />}
        disabled={!isZoomed}
        onClick={() => hand.fit()}
      />
    </div>
  );
}
