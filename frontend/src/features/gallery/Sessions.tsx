/** The sessions to go on with: the newest few, or all that a search finds. */
import { useStore } from "zustand";
import type { SessionEntry } from "../../api/sessions";
import type { Video } from "../../domain/video";
import type { Order } from "../../state/galleryStore";
import { useServices } from "../../state/services";
import { Button } from "../../ui/Button";
import { Choice } from "../../ui/Choice";
import { classes } from "../../ui/classes";
import { say } from "../../words/words";
import styles from "./GalleryPage.module.css";
import { OpeningCard } from "./OpeningCard";
import { SessionCard } from "./SessionCard";

const MOST_SESSIONS = 6;

interface SessionsProps {
  /** In the order in which they are shown. */
  readonly sessions: readonly SessionEntry[];
  readonly videos: ReadonlyMap<string, Video>;
}

export function Sessions({ sessions, videos }: SessionsProps) {
  const { gallery } = useServices();
  const opening = useStore(gallery.files.store, (state) => state.opening);
  const { all, search } = useStore(gallery.view);
  if (sessions.length + opening.length === 0) return null;
  const isCut = !all && search.trim() === "" && sessions.length > MOST_SESSIONS;
  const shown = isCut ? sessions.slice(0, MOST_SESSIONS) : sessions;
  return (
    <section className={styles.section} aria-label={say("gallery:continue")}>
      <div className={styles.sectionHead}>
        <h2 className={styles.sectionTitle}>
          {say("gallery:continue")}{" "}
          {sessions.length > 0 && (
            <span className={styles.aside}>{say("gallery:sessions", { count: sessions.length })}</span>
          )}
        </h2>
        {sessions.length > 1 && <Sorting />}
      </div>
      <ul className={classes(styles.grid, styles.large)}>
        {opening.map((file) => (
          <OpeningCard key={file.id} file={file} />
        ))}
        {shown.map((session) => (
          <SessionCard key={session.sessionId} session={session} video={videos.get(session.videoPath)} />
        ))}
      </ul>
      {search.trim() === "" && sessions.length > MOST_SESSIONS && (
        <div className={styles.more}>
          <Button onClick={() => gallery.view.setState({ all: !all })}>
            {all ? say("gallery:showFewer") : say("gallery:showAll", { count: sessions.length })}
          </Button>
        </div>
      )}
    </section>
  );
}

const orders = [
  ["changed", "gallery:orderChanged"],
  ["name", "gallery:orderName"],
  ["progress", "gallery:orderProgress"],
] as const satisfies readonly (readonly [Order, string])[];

function Sorting() {
  const { gallery } = useServices();
  const order = useStore(gallery.view, (view) => view.order);
  return (
    <div className={styles.sorting}>
      <Choice
        bare
        label={say("gallery:sortBy")}
        value={order}
        options={orders.map(([value, key]) => ({ value, title: say(key) }))}
        onChange={(value) =>
          gallery.view.setState({ order: orders.find(([one]) => one === value)?.[0] ?? "changed" })
        }
      />
    </div>
  );
}
