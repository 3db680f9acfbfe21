/** A format that the server writes: its options and frames, and the job. */
import { useState } from "react";
import type { ParameterValue } from "../../domain/effect";
import type { FrameRange } from "../../domain/movie";
import type { ExportFormat } from "../../domain/server";
import { framesIn, lengthOf } from "../../media/movie_plan";
import { useSession, useStage } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { ParameterField, words } from "../../ui/ParameterField";
import { formatNumber } from "../../words/numbers";
import { say } from "../../words/words";
import { lookOf } from "../../worker/look";
import { ExportButton } from "./ExportButton";
import styles from "./ExportPanel.module.css";
import { partFor, startingValues, takesFrames, visibleOptions } from "./exportOptions";
import { PartFields } from "./PartFields";
import { RangeFields } from "./RangeFields";
import type { ExportFrames } from "./useExportFrames";
import { choiceInWords } from "./words";

export interface ServerExportProps {
  readonly format: ExportFormat;
  readonly frames: ExportFrames;
}

export function ServerExport({ format, frames }: ServerExportProps) {
  const { commands } = useWorkspace();
  const shown = useStage(lookOf);
  const [changes, setChanges] = useState<Readonly<Record<string, ParameterValue>>>({});
  const values = { ...startingValues(format, shown), ...changes };
  const options = visibleOptions(format);
  const part = partFor(format, { ...frames.part, range: frames.range });
  const range = part.range ?? null;
  return (
    <>
      {options.length > 0 && (
        <fieldset className={styles.options} aria-label={say("export:options", { title: format.title })}>
          {options.map((option) => (
            <ParameterField
              key={option.name}
              parameter={option}
              value={values[option.name] ?? option.default}
              choiceTitle={(choice) => choiceInWords(choice) ?? words(choice)}
              onChange={(value) => setChanges({ ...changes, [option.name]: value })}
            />
          ))}
        </fieldset>
      )}
      {takesFrames(format) ? (
        <RangeFields frames={frames} />
      ) : (
        frames.inOut !== null && <p className={styles.heading}>{say("export:wholeOnly")}</p>
      )}
      {range !== null && <Extent range={range} />}
      <PartFields format={format} part={part} onChange={frames.choosePart} />
      <ExportButton format={format} onPress={() => void commands.startExport(format.name, values, part)} />
    </>
  );
}

function Extent({ range }: { readonly range: FrameRange }) {
  const rate = useSession((session) => session.video.frameRate);
  const seconds = formatNumber(lengthOf(range, rate), 1, true);
  return <p className={styles.heading}>{say("export:summaryFrames", { count: framesIn(range), seconds })}</p>;
}
