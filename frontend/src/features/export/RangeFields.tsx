/** Which frames: all, or from one to another, both included. */
import { useState } from "react";
import type { FrameRange } from "../../domain/movie";
import { rangeWithin, wholeRange } from "../../media/movie_plan";
import { useSession } from "../../state/selectors";
import { Segments } from "../../ui/Segments";
import { say } from "../../words/words";
import styles from "./ExportPanel.module.css";
import { Labelled } from "./Labelled";

interface RangeFieldsProps {
  /** Null: all frames. */
  readonly range: FrameRange | null;
  onChange(range: FrameRange | null): void;
}

export function RangeFields({ range, onChange }: RangeFieldsProps) {
  const count = useSession((session) => session.video.frameCount);
  const choices = [
    { value: "whole", title: say("export:whole") },
    { value: "part", title: say("export:part") },
  ] as const;
  return (
    <Labelled title={say("export:range")}>
      <Segments
        label={say("export:range")}
        value={range === null ? "whole" : "part"}
        segments={choices}
        wide
        onChange={(choice) => onChange(choice === "whole" ? null : wholeRange(count))}
      />
      {range !== null && (
        <div className={styles.ends}>
          <FrameField
            label={say("export:firstFrame")}
            value={range.first}
            onChange={(first) => onChange(rangeWithin(first, Math.max(first, range.last), count))}
          />
          <FrameField
            label={say("export:lastFrame")}
            value={range.last}
            onChange={(last) => onChange(rangeWithin(Math.min(last, range.first), last, count))}
          />
        </div>
      )}
    </Labelled>
  );
}

interface FrameFieldProps {
  readonly label: string;
  readonly value: number;
  onChange(value: number): void;
}

/** Taken over when the person goes on, so that half a number moves nothing. */
function FrameField({ label, value, onChange }: FrameFieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const take = () => {
    const typed = Number.parseInt(draft ?? "", 10);
    if (Number.isFinite(typed)) onChange(typed);
    setDraft(null);
  };
  return (
    <label className={styles.end}>
      {label}
      <input
        className={styles.frame}
        inputMode="numeric"
        value={draft ?? String(value)}
        onChange={(event) => setDraft(event.target.value.replace(/\D/g, ""))}
        onBlur={take}
        onKeyDown={(event) => event.key === "Enter" && take()}
      />
    </label>
  );
}
