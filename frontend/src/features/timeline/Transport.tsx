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
import { useSession, useStage } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { IconButton } from "../../ui/Button";
import { Slider } from "../../ui/Slider";
import styles from "./Timeline.module.css";

const SIZE = 18;

export function Transport() {
  const workspace = useWorkspace();
  const playing = useStage((stage) => stage.playing);
  const video = useSession((session) => session.video);
  const steps = [
    { label: "First frame", key: "Home", icon: <ChevronFirst size={SIZE} />, go: () => workspace.seek(0) },
    {
      label: "Back 10 frames",
      key: "Shift ←",
      icon: <ChevronsLeft size={SIZE} />,
      go: () => workspace.step(-10),
    },
    { label: "Previous frame", key: "D", icon: <ChevronLeft size={SIZE} />, go: () => workspace.step(-1) },
    { label: "Next frame", key: "F", icon: <ChevronRight size={SIZE} />, go: () => workspace.step(1) },
    {
      label: "On 10 frames",
      key: "Shift →",
      icon: <ChevronsRight size={SIZE} />,
      go: () => workspace.step(10),
    },
    {
      label: "Last frame",
      key: "End",
      icon: <ChevronLast size={SIZE} />,
      go: () => workspace.seek(video.frameCount),
    },
  ];
  const [before, after] = [steps.slice(0, 3), steps.slice(3)];
  const button = (step: (typeof steps)[number]) => (
    <IconButton key={step.label} label={step.label} shortcut={step.key} icon={step.icon} onClick={step.go} />
  );
  return (
    <>
      <div className={styles.buttons}>
        {before.map(button)}
        <IconButton
          label={playing ? "Pause" : "Play"}
          shortcut="Space"
          tone="plain"
          icon={
            playing ? <Pause size={SIZE} fill="currentColor" /> : <Play size={SIZE} fill="currentColor" />
          }
          onClick={() => workspace.togglePlay()}
        />
        {after.map(button)}
      </div>
      {video.hasAudio && <Volume />}
    </>
  );
}

function Volume() {
  const { stage } = useWorkspace();
  const volume = useStage((state) => state.volume);
  const silent = volume === 0;
  return (
    <div className={styles.volume}>
      <IconButton
        label={silent ? "Sound on" : "Sound off"}
        icon={silent ? <VolumeX size={SIZE} /> : <Volume2 size={SIZE} />}
        onClick={() => stage.setState({ volume: silent ? 1 : 0 })}
      />
      <Slider
        bare
        label="Volume"
        value={volume}
        minimum={0}
        maximum={1}
        step={0.05}
        write={(value) => `${Math.round(value * 100)} %`}
        onChange={(next) => stage.setState({ volume: next })}
      />
    </div>
  );
}
