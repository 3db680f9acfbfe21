/** For a video that is longer than clips may be: which part of it. Nothing is cut without this. */
import { useState } from "react";
import { useStore } from "zustand";
import { useServices } from "../../state/services";
import type { UploadItem } from "../../state/uploadState";
import { Button } from "../../ui/Button";
import { formatDuration } from "../../ui/format";
import { Slider } from "../../ui/Slider";
import { say } from "../../words/words";
import styles from "./cards.module.css";

const SHORTEST_SEC = 1;

export function RangeChooser({ item }: { readonly item: UploadItem }) {
  const { gallery, uploads } = useServices();
  const limit = useStore(gallery.store, (state) => state.server?.limits.maxDurationSec) ?? 600;
  const whole = item.durationSec ?? limit;
  const [start, setStart] = useState(0);
  const [length, setLength] = useState(Math.min(limit, whole));
  const longest = Math.min(limit, whole - start);
  const kept = Math.min(length, longest);
  return (
    <fieldset className={styles.range}>
      <legend className={styles.meta}>
        {say("gallery:partsOf", { whole: formatDuration(whole), limit: formatDuration(limit) })}
      </legend>
      <Slider
        label={say("gallery:start")}
        value={start}
        minimum={0}
        maximum={Math.max(0, Math.floor(whole - SHORTEST_SEC))}
        step={1}
        write={formatDuration}
        onChange={setStart}
      />
      <Slider
        label={say("gallery:length")}
        value={kept}
        minimum={SHORTEST_SEC}
        maximum={Math.max(SHORTEST_SEC, longest)}
        step={1}
        write={formatDuration}
        onChange={setLength}
      />
      <Button tone="primary" onClick={() => uploads.chooseRange(item.uploadId, start, kept)}>
        {say("gallery:prepareRange", { start: formatDuration(start), end: formatDuration(start + kept) })}
      </Button>
    </fieldset>
  );
}
