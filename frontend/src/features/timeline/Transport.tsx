/** Play, step, and where we are. */
import {
  ChevronFirst,
  ChevronLast,
  ChevronLeft,
  ChevronRight,
  ChevronsLeft,
  ChevronsRight,
  Pause,
  Play,
  Volume2,
  VolumeX,
} from "lucide-react";
import type { ReactNode } from "react";
import type { ActionId } from "../../state/actions/action";
import { useKeyOf } from "../../state/keys/useKeyOf";
import { useSession, useStage } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import type { Workspace } from "../../state/workspace";
import { IconButton } from "../../ui/Button";
import { Slider } from "../../ui/Slider";
import { say, type WordKey } from "../../words/words";
import styles from "./Timeline.module.css";

const SIZE = 18;

interface StepButton {
  readonly label: WordKey;
  readonly id: ActionId;
  readonly icon: ReactNode;
  go(workspace: Workspace): void;
}

const before: readonly StepButton[] = [
  {
    label: "timeline:first_frame",
    id: "firstFrame",
    icon: <ChevronFirst size={SIZE} />,
    go: (workspace) => workspace.seek(0),
  },
  {
    label: "timeline:back_ten",
    id: "tenFramesBack",
    icon: <ChevronsLeft size={SIZE} />,
    go: (workspace) => workspace.step(-10),
  },
  {
    label: "timeline:previous_frame",
    id: "previousFrame",
    icon: <ChevronLeft size={SIZE} />,
    go: (workspace) => workspace.step(-1),
  },
];

const after: readonly StepButton[] = [
  {
    label: "timeline:next_frame",
    id: "nextFrame",
    icon: <ChevronRight size={SIZE} />,
    go: (workspace) => workspace.step(1),
  },
  {
    label: "timeline:on_ten",
    id: "tenFramesOn",
    icon: <ChevronsRight size={SIZE} />,
    go: (workspace) => workspace.step(10),
  },
  {
    label: "timeline:last_frame",
    id: "lastFrame",
    icon: <ChevronLast size={SIZE} />,
    go: (workspace) => workspace.seek(Number.MAX_SAFE_INTEGER),
  },
];

export function Transport() {
  const workspace = useWorkspace();
  const playing = useStage((stage) => stage.playing);
  const hasAudio = useSession((session) => session.video.hasAudio);
  const step = (one: StepButton) => <Step key={one.id} step={one} />;
  return (
    <>
      <div className={styles.buttons}>
        {before.map(step)}
        <IconButton
          label={playing ? say("timeline:pause") : say("timeline:play")}
          shortcut={useKeyOf("play")}
          tone="plain"
          icon={
            playing ? <Pause size={SIZE} fill="currentColor" /> : <Play size={SIZE} fill="currentColor" />
          }
          onClick={() => workspace.togglePlay()}
        />
        {after.map(step)}
      </div>
      {hasAudio && <Volume />}
    </>
  );
}

function Step({ step: { label, id, icon, go } }: { readonly step: StepButton }) {
  const workspace = useWorkspace();
  return <IconButton label={say(label)} shortcut={useKeyOf(id)} icon={icon} onClick={() => go(workspace)} />;
}

function Volume() {
  const { stage } = useWorkspace();
  const volume = useStage((state) => state.volume);
  const silent = volume === 0;
  return (
    <div className={styles.volume}>
      <IconButton
        label={silent ? say("timeline:sound_on") : say("timeline:sound_off")}
        shortcut={useKeyOf("sound")}
        icon={silent ? <VolumeX size={SIZE} /> : <Volume2 size={SIZE} />}
        onClick={() => stage.setState({ volume: silent ? 1 : 0 })}
      />
      <Slider
        bare
        label={say("timeline:volume")}
        value={volume}
        minimum={0}
        maximum={1}
        step={0.05}
        write={(value) => say("timeline:percent", { percent: Math.round(value * 100) })}
        onChange={(next) => stage.setState({ volume: next })}
      />
    </div>
  );
}
