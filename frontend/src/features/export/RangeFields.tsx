/** Which frames: all, those from In to Out, or from one to another, both included. */
import { rangeWithin, wholeRange } from "../../media/movie_plan";
import { useSession } from "../../state/selectors";
import { NumberField } from "../../ui/NumberField";
import { type Segment, Segments } from "../../ui/Segments";
import { say } from "../../words/words";
import styles from "./ExportPanel.module.css";
import type { FrameChoice } from "./frameChoice";
import { Labelled } from "./Labelled";
import type { ExportFrames } from "./useExportFrames";

export function RangeFields({ frames }: { readonly frames: ExportFrames }) {
  const { choice, range, inOut, choose } = frames;
  const count = useSession((session) => session.video.frameCount);
  return (
    <Labelled title={say("export:range")} stacked={inOut !== null}>
      <Segments
        label={say("export:range")}
        value={choice}
        segments={choices(inOut !== null)}
        wide
        onChange={(chosen) => choose(chosen === "part" ? (range ?? wholeRange(count)) : chosen)}
      />
      {range !== null && (
        <div className={styles.ends}>
          <NumberField
            label={say("export:firstFrame")}
            value={range.first}
            onChange={(first) => choose(rangeWithin(first, Math.max(first, range.last), count))}
          />
          <NumberField
            label={say("export:lastFrame")}
            value={range.last}
            onChange={(last) => choose(rangeWithin(Math.min(last, range.first), last, count))}
          />
        </div>
      )}
      {range === null && inOut === null && <span className={styles.hint}>{say("export:inOutHint")}</span>}
    </Labelled>
  );
}

const choices = (hasInOut: boolean): readonly Segment<FrameChoice["choice"]>[] => [
  { value: "whole", title: say("export:whole") },
  ...(hasInOut ? ([{ value: "in-out", title: say("export:inOut") }] as const) : []),
  { value: "part", title: say("export:part") },
];
