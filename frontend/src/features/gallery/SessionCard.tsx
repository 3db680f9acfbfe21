/** One session to go on with: its clip, its objects and how much of them is tracked. */
import { Moon } from "lucide-react";
import { useLocation } from "wouter";
import { useStore } from "zustand";
import type { SessionEntry } from "../../api/sessions";
import { isActive } from "../../domain/session";
import type { Video } from "../../domain/video";
import { useServices } from "../../state/services";
import { classes } from "../../ui/classes";
import { EditableText } from "../../ui/EditableText";
import { sessionEngineWords } from "../../ui/engineWords";
import { formatWhen } from "../../ui/format";
import { say } from "../../words/words";
import styles from "./cards.module.css";
import { percentOf, trackedShare } from "./library";
import { SessionMenu } from "./SessionMenu";
import { Poster } from "./VideoCard";

interface SessionCardProps {
  readonly session: SessionEntry;
  readonly video: Video | undefined;
}

const MOST_DOTS = 5;

export function SessionCard({ session, video }: SessionCardProps) {
  const { gallery } = useServices();
  const [, navigate] = useLocation();
  const when = formatWhen(session.updatedAt, Date.now() / 1000);
  const share = trackedShare(session, video);
  return (
    <li className={classes(styles.card, styles.many)}>
      <button
        type="button"
        className={styles.open}
        aria-label={say("gallery:continueSession", { name: session.name, when })}
        onClick={() => navigate(`/session/${session.sessionId}`)}
      >
        <Poster url={video?.posterUrl ?? null} />
        <News session={session} />
        <span className={styles.rail} aria-hidden="true">
          <span className={styles.share} style={{ width: `${percentOf(share)}%` }} />
        </span>
      </button>
      <div className={styles.foot}>
        <div className={styles.words}>
          <span className={styles.rename}>
            <EditableText
              label={say("gallery:nameOf", { name: session.name })}
              value={session.name}
              fixed={session.right === "READ"}
              onChange={(next) => void gallery.renameSession(session.sessionId, next)}
            />
          </span>
          <span className={styles.meta}>
            <span className={styles.dots} aria-hidden="true">
              {session.objects.slice(0, MOST_DOTS).map(({ objectId, colour }) => (
                <span key={objectId} className={styles.dot} style={{ background: colour }} />
              ))}
            </span>
            <span className={styles.cut}>
              {say("gallery:objects", { count: session.objects.length })} ·{" "}
              {say("gallery:tracked", { percent: percentOf(share) })}
            </span>
          </span>
          <Origin session={session} video={video} when={when} />
        </div>
        <SessionMenu session={session} />
      </div>
    </li>
  );
}

/** What goes on with it now. */
function News({ session: { sessionId, propagation } }: { readonly session: SessionEntry }) {
  const { gallery } = useServices();
  const saved = useStore(gallery.files.store, ({ saving }) => saving.get(sessionId));
  if (saved !== undefined) {
    const words =
      saved > 0 ? say("gallery:savingShare", { percent: percentOf(saved) }) : say("gallery:savingShort");
    return <span className={styles.pill}>{words}</span>;
  }
  if (!isActive(propagation)) return null;
  const { done, total } = propagation;
  return <span className={styles.pill}>{say("gallery:tracking", { done, total })}</span>;
}

/** Quietly: nothing is wrong with it, and nothing has to be done about it. */
const Asleep = () => (
  <span title={say("gallery:asleepTitle")}>
    {" · "}
    <Moon className={styles.moon} size={11} aria-hidden="true" /> {say("gallery:asleep")}
  </span>
);

/** Of which clip, where the name does not tell it; when it changed; with which engine, where there are several. */
function Origin({ session, video, when }: SessionCardProps & { readonly when: string }) {
  const { gallery } = useServices();
  const engines = useStore(gallery.store, (state) => state.server?.engines) ?? [];
  const clip = video === undefined || video.title === session.name ? [] : [video.title];
  const engine = engines.length > 1 ? [sessionEngineWords(session.engine, engines)] : [];
  const words = [when, ...clip, ...engine].join(" · ");
  return (
    <span className={styles.engine} title={words}>
      {session.right === "READ" && `${say("app:readOnly")} · `}
      {words}
      {session.asleep && <Asleep />}
    </span>
  );
}
