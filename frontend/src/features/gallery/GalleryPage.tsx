/** The first screen: go on where you left, bring a clip, or take a sample. */
import { type ReactNode, useEffect } from "react";
import { useStore } from "zustand";
import { useServices } from "../../state/services";
import { Button } from "../../ui/Button";
import { classes } from "../../ui/classes";
import { plural } from "../../ui/format";
import { Message } from "../../ui/Message";
import { EngineChoice } from "./EngineChoice";
import styles from "./GalleryPage.module.css";
import { SessionCard } from "./SessionCard";
import { UploadButtons } from "./UploadButtons";
import { UploadCard } from "./UploadCard";
import { UploadInvitation } from "./UploadInvitation";
import { VideoCard } from "./VideoCard";

const MOST_SESSIONS = 8;

/** `children` stand at the end of the header: what every screen has. */
export function GalleryPage({ children }: { readonly children?: ReactNode }) {
  const { gallery, uploads } = useServices();
  const phase = useStore(gallery.store, (state) => state.phase);
  useEffect(() => {
    document.title = "Masklet Studio";
    void gallery.load();
    uploads.resume();
  }, [gallery, uploads]);
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <h1 className={styles.brand}>
          <img src="/icon.svg" alt="" />
          Masklet Studio
        </h1>
        <span className={styles.spacer} />
        <div className={styles.engines}>
          <EngineChoice />
        </div>
        <UploadButtons />
        {children}
      </header>
      <main className={styles.content}>
        {phase === "loading" && <Loading />}
        {phase === "failed" && <Failed />}
        {phase === "ready" && <Clips />}
      </main>
    </div>
  );
}

function Loading() {
  return (
    <section className={styles.section} aria-label="Loading clips" aria-busy="true">
      <div className={classes(styles.grid, styles.large)}>
        {["a", "b", "c"].map((key) => (
          <div key={key} className={styles.skeleton} />
        ))}
      </div>
    </section>
  );
}

function Failed() {
  const { gallery } = useServices();
  const problem = useStore(gallery.store, (state) => state.problem);
  return (
    <Message urgent title="The clips could not be fetched" text={problem ?? ""}>
      <Button tone="primary" onClick={() => void gallery.load()}>
        Try again
      </Button>
    </Message>
  );
}

function Clips() {
  const { gallery, uploads } = useServices();
  const { videos, sessions } = useStore(gallery.store);
  const items = useStore(uploads.store, (state) => state.items);
  const own = videos.filter((video) => !video.isSample);
  const samples = videos.filter((video) => video.isSample);
  // A session without objects holds nothing; opening its clip goes on with it.
  const begun = sessions.filter(({ objects }) => objects.length > 0);
  const newest = begun.toSorted((a, b) => b.updatedAt - a.updatedAt).slice(0, MOST_SESSIONS);
  return (
    <>
      {newest.length > 0 && (
        <section className={styles.section} aria-label="Continue">
          <h2 className={styles.sectionTitle}>Continue</h2>
          <ul className={styles.grid}>
            {newest.map((session) => (
              <SessionCard key={session.sessionId} session={session} videos={videos} />
            ))}
          </ul>
        </section>
      )}
      <section className={styles.section} aria-label="Your clips">
        <h2 className={styles.sectionTitle}>
          Your clips {own.length > 0 && <span className={styles.aside}>{plural(own.length, "clip")}</span>}
        </h2>
        <ul className={classes(styles.grid, styles.large)}>
          {items.map((item) => (
            <UploadCard key={item.uploadId} item={item} />
          ))}
          {own.map((video) => (
            <VideoCard key={video.id} video={video} sessions={sessions} />
          ))}
          <UploadInvitation alone={own.length + items.length === 0} />
        </ul>
      </section>
      {samples.length > 0 && (
        <section className={styles.section} aria-label="Sample clips">
          <h2 className={styles.sectionTitle}>
            Sample clips <span className={styles.aside}>to try it at once</span>
          </h2>
          <ul className={classes(styles.grid, styles.large)}>
            {samples.map((video) => (
              <VideoCard key={video.id} video={video} sessions={sessions} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
