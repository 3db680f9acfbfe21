/** The clips: a person's own with those on their way, and the samples. */
import { useStore } from "zustand";
import type { SessionEntry } from "../../api/sessions";
import type { Video } from "../../domain/video";
import { useServices } from "../../state/services";
import { classes } from "../../ui/classes";
import { say } from "../../words/words";
import styles from "./GalleryPage.module.css";
import { UploadCard } from "./UploadCard";
import { UploadInvitation } from "./UploadInvitation";
import { VideoCard } from "./VideoCard";

interface ClipsProps {
  /** Those that are found, in the order in which they are shown. */
  readonly videos: readonly Video[];
  /** Of all clips. */
  readonly sessions: readonly SessionEntry[];
  readonly isSearched: boolean;
}

export function Clips({ videos, sessions, isSearched }: ClipsProps) {
  const { uploads } = useServices();
  const items = useStore(uploads.store, (state) => state.items);
  const own = videos.filter((video) => !video.isSample);
  const samples = videos.filter((video) => video.isSample);
  const card = (video: Video) => (
    <VideoCard
      key={video.id}
      video={video}
      sessions={sessions.filter(({ videoPath }) => videoPath === video.path)}
    />
  );
  return (
    <>
      {(!isSearched || own.length + items.length > 0) && (
        <section className={styles.section} aria-label={say("gallery:yourClips")}>
          <h2 className={styles.sectionTitle}>
            {say("gallery:yourClips")}{" "}
            {own.length > 0 && (
              <span className={styles.aside}>{say("gallery:clips", { count: own.length })}</span>
            )}
          </h2>
          <ul className={classes(styles.grid, styles.large)}>
            {items.map((item) => (
              <UploadCard key={item.uploadId} item={item} />
            ))}
            {own.map(card)}
            {!isSearched && <UploadInvitation alone={own.length + items.length === 0} />}
          </ul>
        </section>
      )}
      {samples.length > 0 && (
        <section className={styles.section} aria-label={say("gallery:sampleClips")}>
          <h2 className={styles.sectionTitle}>
            {say("gallery:sampleClips")} <span className={styles.aside}>{say("gallery:samplesAside")}</span>
          </h2>
          <ul className={classes(styles.grid, styles.large)}>{samples.map(card)}</ul>
        </section>
      )}
    </>
  );
}
