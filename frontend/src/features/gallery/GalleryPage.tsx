/** Home, the first screen: go on where you left, bring a clip or a session file, or take a sample. */
import { SearchX } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { useStore } from "zustand";
import { useGuest, useServices } from "../../state/services";
import { Button } from "../../ui/Button";
import { classes } from "../../ui/classes";
import { Message } from "../../ui/Message";
import { say } from "../../words/words";
import { Clips } from "./Clips";
import { EngineChoice } from "./EngineChoice";
import styles from "./GalleryPage.module.css";
import { foundSessions, foundVideos } from "./library";
import { Search } from "./Search";
import { Sessions } from "./Sessions";
import { TrashButton } from "./TrashButton";
import { UploadButtons } from "./UploadButtons";

/** `children` stand at the end of the header: what every screen has. */
export function GalleryPage({ children }: { readonly children?: ReactNode }) {
  const { gallery, uploads } = useServices();
  const isGuest = useGuest();
  const phase = useStore(gallery.store, (state) => state.phase);
  useEffect(() => {
    document.title = say("app:product");
    void gallery.load();
    uploads.resume();
  }, [gallery, uploads]);
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <h1 className={styles.brand}>
          <img src="/icon.svg" alt="" />
          <span className={styles.brandName}>{say("app:product")}</span>
        </h1>
        <span className={styles.spacer} />
        <Search />
        {!isGuest && (
          <div className={styles.engines}>
            <EngineChoice />
          </div>
        )}
        {!isGuest && <UploadButtons />}
        {children}
      </header>
      <main className={styles.content}>
        {phase === "loading" && <Loading />}
        {phase === "failed" && <Failed />}
        {phase === "ready" && <Library />}
        {phase === "ready" && !isGuest && <TrashButton />}
      </main>
    </div>
  );
}

/** Shaped as what comes, so that nothing jumps when it does. */
function Loading() {
  return (
    <section className={styles.section} aria-label={say("gallery:loading")} aria-busy="true">
      <div className={styles.sectionHead}>
        <span className={styles.skeletonTitle} />
      </div>
      <div className={classes(styles.grid, styles.large)}>
        {["a", "b", "c", "d", "e", "f"].map((key) => (
          <div key={key} className={styles.skeleton}>
            <div className={styles.skeletonPoster} />
            <div className={styles.skeletonFoot} />
          </div>
        ))}
      </div>
    </section>
  );
}

function Failed() {
  const { gallery } = useServices();
  const problem = useStore(gallery.store, (state) => state.problem);
  return (
    <Message urgent title={say("gallery:fetchFailed")} text={problem ?? ""}>
      <Button tone="primary" onClick={() => void gallery.load()}>
        {say("gallery:tryAgain")}
      </Button>
    </Message>
  );
}

function Library() {
  const { gallery, uploads } = useServices();
  const { videos, sessions } = useStore(gallery.store);
  const isGuest = useGuest();
  const { search, order } = useStore(gallery.view);
  const isBusy = useStore(uploads.store, ({ items }) => items.length > 0);
  const byPath = new Map(videos.map((video) => [video.path, video]));
  const begun = foundSessions(sessions, byPath, search.trim(), order);
  const clips = foundVideos(videos, search.trim(), order);
  if (search.trim() !== "" && begun.length + clips.length === 0 && !isBusy)
    return <NothingFound search={search} />;
  const isNew = sessions.length === 0 && videos.every(({ isSample }) => isSample);
  return (
    <>
      {isNew && !isGuest && <Hello />}
      {isGuest && <Guest hasAny={sessions.length > 0} />}
      <Sessions sessions={begun} videos={byPath} />
      {!isGuest && <Clips videos={clips} sessions={sessions} isSearched={search.trim() !== ""} />}
    </>
  );
}

/** Who came by a share link alone, has nothing of their own here. */
function Guest({ hasAny }: { readonly hasAny: boolean }) {
  return (
    <div className={styles.hello}>
      <p className={styles.helloTitle}>{say(hasAny ? "gallery:guestTitle" : "gallery:guestNothing")}</p>
      <p className={styles.helloText}>{say("gallery:guestText")}</p>
    </div>
  );
}

/** What this is, for somebody who has never been here. */
function Hello() {
  return (
    <div className={styles.hello}>
      <p className={styles.helloTitle}>{say("gallery:helloTitle")}</p>
      <p className={styles.helloText}>{say("gallery:helloText")}</p>
    </div>
  );
}

function NothingFound({ search }: { readonly search: string }) {
  const { gallery } = useServices();
  return (
    <Message
      icon={<SearchX size={32} aria-hidden="true" />}
      title={say("gallery:nothingFound", { search: search.trim() })}
      text={say("gallery:nothingFoundText")}
    >
      <Button onClick={() => gallery.view.setState({ search: "" })}>{say("gallery:clearSearch")}</Button>
    </Message>
  );
}
