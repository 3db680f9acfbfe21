/** One clip: its poster opens it. */
import { Film, Trash2 } from "lucide-react";
import { useState } from "react";
import { useStore } from "zustand";
import type { SessionEntry } from "../../api/sessions";
import type { Video } from "../../domain/video";
import { useServices } from "../../state/services";
import { IconButton } from "../../ui/Button";
import { EditableText } from "../../ui/EditableText";
import { formatDuration } from "../../ui/format";
import { Spinner } from "../../ui/Spinner";
import { say } from "../../words/words";
import styles from "./cards.module.css";
import { DeleteQuestion } from "./DeleteQuestion";
import { useOpenClip } from "./useOpenClip";

export function Poster({ url }: { readonly url: string | null }) {
  if (url !== null) return <img className={styles.poster} src={url} alt="" loading="lazy" decoding="async" />;
  return (
    <span className={`${styles.poster} ${styles.noPoster}`}>
      <Film size={32} aria-hidden="true" />
    </span>
  );
}

interface VideoCardProps {
  readonly video: Video;
  /** On this clip. */
  readonly sessions: readonly SessionEntry[];
}

export function VideoCard({ video, sessions }: VideoCardProps) {
  const { gallery } = useServices();
  const opening = useStore(gallery.store, (state) => state.opening);
  const open = useOpenClip();
  return (
    <li className={`${styles.card} ${styles.many}`}>
      <button
        type="button"
        className={styles.open}
        aria-label={say("gallery:open", { title: video.title })}
        disabled={opening !== null}
        onClick={() => void open(video.path)}
      >
        <Poster url={video.posterUrl} />
        <span className={styles.pill}>{formatDuration(video.durationSec)}</span>
        {opening === video.path && (
          <span className={styles.veil}>
            <Spinner label={say("gallery:openingClip")} />
          </span>
        )}
      </button>
      <div className={styles.foot}>
        <div className={styles.words}>
          <Title video={video} />
          <span className={styles.meta}>
            <span className={styles.cut}>{factsOf(video, sessions.length)}</span>
          </span>
        </div>
        {video.right === "OWN" && <DeleteClip video={video} />}
      </div>
    </li>
  );
}

function Title({ video: { path, title, right } }: { readonly video: Video }) {
  const { gallery } = useServices();
  if (right !== "OWN")
    return (
      <span className={styles.title} title={title}>
        {title}
      </span>
    );
  return (
    <span className={styles.rename}>
      <EditableText
        label={say("gallery:nameOf", { name: title })}
        value={title}
        onChange={(next) => void gallery.renameVideo(path, next)}
      />
    </span>
  );
}

function factsOf({ width, height, frameCount }: Video, used: number): string {
  const facts = { width, height, frames: say("gallery:frames", { count: frameCount }) };
  return used === 0
    ? say("gallery:clipFacts", facts)
    : say("gallery:clipFactsUsed", { ...facts, sessions: say("gallery:sessions", { count: used }) });
}

function DeleteClip({ video }: { readonly video: Video }) {
  const { gallery } = useServices();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <IconButton
        label={say("gallery:deleteClipOf", { title: video.title })}
        icon={<Trash2 size={16} />}
        onClick={() => setAsking(true)}
      />
      <DeleteQuestion
        open={asking}
        doomed={video}
        title={say("gallery:deleteClipQuestion", { title: video.title })}
        action={say("gallery:deleteClip")}
        onClose={() => setAsking(false)}
        onConfirm={() => void gallery.removeVideo(video)}
      />
    </>
  );
}
