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
import { say } from "../../words/words";
import styles from "./Timeline.module.css";

const SIZE = 18;

export function Transport() {
  const workspace = useWorkspace();
  const playing = useStage((stage) => stage.playing);
  const video = useSession((session) => session.video);
  const steps = [
    {
      label: say("timeline:first_frame"),
      key: "Home",
      icon: <ChevronFirst size={SIZE} />,
      go: () => workspace.seek(0),
    },
    {
      label: say("timeline:back_ten"),
      key: "Shift ←",
      icon: <ChevronsLeft size={SIZE} />,
      go: () => workspace.step(-10),
    },
    {
      label: say("timeline:previous_frame"),
      key: "D",
      icon: <ChevronLeft size={SIZE} />,
      go: () => workspace.step(-1),
    },
    {
      label: say("timeline:next_frame"),
      key: "F",
      icon: <ChevronRight size={SIZE} />,
      go: () => workspace.step(1),
    },
    {
      label: say("timeline:on_ten"),
      key: "Shift →",
      icon: <ChevronsRight size={SIZE} />,
      go: () => workspace.step(10),
    },
    {
      label: say("timeline:last_frame"),
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
          label={playing ? say("timeline:pause") : say("timeline:play")}
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
        label={silent ? say("timeline:sound_on") : say("timeline:sound_off")}
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
