/** One clip: its poster opens it. */
import { Film, Trash2 } from "lucide-react";
import { useState } from "react";
import { useStore } from "zustand";
import type { SessionEntry } from "../../api/sessions";
import type { Video } from "../../domain/video";
import { useServices } from "../../state/services";
import { IconButton } from "../../ui/Button";
import { Confirm } from "../../ui/Confirm";
import { EditableText } from "../../ui/EditableText";
import { formatDuration, plural } from "../../ui/format";
import { Spinner } from "../../ui/Spinner";
import styles from "./cards.module.css";
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
  readonly sessions: readonly SessionEntry[];
}

export function VideoCard({ video, sessions }: VideoCardProps) {
  const { gallery } = useServices();
  const opening = useStore(gallery.store, (state) => state.opening);
  const open = useOpenClip();
  const used = sessions.filter(({ videoPath }) => videoPath === video.path).length;
  return (
    <li className={styles.card}>
      <button
        type="button"
        className={styles.open}
        aria-label={`Open ${video.title}`}
        disabled={opening !== null}
        onClick={() => void open(video.path)}
      >
        <Poster url={video.posterUrl} />
        <span className={styles.pill}>{formatDuration(video.durationSec)}</span>
        {opening === video.path && (
          <span className={styles.veil}>
            <Spinner label="Opening the clip" />
          </span>
        )}
      </button>
      <div className={styles.foot}>
        <div className={styles.words}>
          <Title video={video} />
          <span className={styles.meta}>
            {video.width} × {video.height} · {plural(video.frameCount, "frame")}
          </span>
        </div>
        {!video.isSample && <DeleteClip video={video} sessions={used} />}
      </div>
    </li>
  );
}

function Title({ video: { path, title, isSample } }: { readonly video: Video }) {
  const { gallery } = useServices();
  if (isSample) return <span className={styles.title}>{title}</span>;
  return (
    <span className={styles.rename}>
      <EditableText
        label={`Name of ${title}`}
        value={title}
        onChange={(next) => void gallery.renameVideo(path, next)}
      />
    </span>
  );
}

function DeleteClip({ video, sessions }: { readonly video: Video; readonly sessions: number }) {
  const { gallery } = useServices();
  const [asking, setAsking] = useState(false);
  const with_ = sessions === 0 ? "" : ` and ${plural(sessions, "session")} with all their masks`;
  return (
    <>
      <IconButton
        label={`Delete ${video.title}`}
        icon={<Trash2 size={16} />}
        onClick={() => setAsking(true)}
      />
      <Confirm
        open={asking}
        title={`Delete ${video.title}?`}
        text={`The clip${with_} will be gone for good. The file on your own disk stays as it is.`}
        action="Delete clip"
        onClose={() => setAsking(false)}
        onConfirm={() => void gallery.removeVideo(video.path)}
      />
    </>
  );
}
