/** One session to go on with. */
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { useLocation } from "wouter";
import { useStore } from "zustand";
import type { SessionEntry } from "../../api/sessions";
import { isActive } from "../../domain/session";
import type { Video } from "../../domain/video";
import { useServices } from "../../state/services";
import { IconButton } from "../../ui/Button";
import { Confirm } from "../../ui/Confirm";
import { sessionEngineWords } from "../../ui/engineWords";
import { formatWhen, plural } from "../../ui/format";
import styles from "./cards.module.css";
import { Poster } from "./VideoCard";

interface SessionCardProps {
  readonly session: SessionEntry;
  readonly videos: readonly Video[];
}

const MOST_DOTS = 5;

export function SessionCard({ session, videos }: SessionCardProps) {
  const { gallery } = useServices();
  const [, navigate] = useLocation();
  const video = videos.find(({ path }) => path === session.videoPath);
  const engines = useStore(gallery.store, (state) => state.server?.engines) ?? [];
  const when = formatWhen(session.updatedAt, Date.now() / 1000);
  return (
    <li className={styles.card}>
      <button
        type="button"
        className={styles.open}
        aria-label={`Continue ${session.name}, ${when}`}
        onClick={() => navigate(`/session/${session.sessionId}`)}
      >
        <Poster url={video?.posterUrl ?? null} />
        {isActive(session.propagation) && (
          <span className={styles.pill}>
            Tracking {session.propagation.done} / {session.propagation.total}
          </span>
        )}
      </button>
      <div className={styles.foot}>
        <div className={styles.words}>
          <span className={styles.title} title={session.name}>
            {session.name}
          </span>
          <span className={styles.meta}>
            <span className={styles.dots} aria-hidden="true">
              {session.objects.slice(0, MOST_DOTS).map(({ objectId, colour }) => (
                <span key={objectId} className={styles.dot} style={{ background: colour }} />
              ))}
            </span>
            {plural(session.objects.length, "object")} · {when}
          </span>
          {engines.length > 1 && (
            <span className={styles.engine}>{sessionEngineWords(session.engine, engines)}</span>
          )}
        </div>
        <DeleteSession session={session} />
      </div>
    </li>
  );
}

function DeleteSession({ session }: { readonly session: SessionEntry }) {
  const { gallery } = useServices();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <IconButton
        label={`Delete session ${session.name}`}
        icon={<Trash2 size={16} />}
        onClick={() => setAsking(true)}
      />
      <Confirm
        open={asking}
        title={`Delete the session ${session.name}?`}
        text={`Its ${plural(session.objects.length, "object")}, all prompts, masks and exports will be gone for good. The clip stays.`}
        action="Delete session"
        onClose={() => setAsking(false)}
        onConfirm={() => void gallery.removeSession(session.sessionId)}
      />
    </>
  );
}
