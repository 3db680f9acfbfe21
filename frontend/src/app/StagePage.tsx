/** The second screen: one session. Puts the features side by side; they do not know each other. */
import { useDeferredValue, useEffect, useState } from "react";
import { useLocation } from "wouter";
import { useStore } from "zustand";
import { defaultStack } from "../effects/layers";
import { useActionKeys } from "../features/keys/useActionKeys";
import { Picture } from "../features/stage/Picture";
import { Timeline } from "../features/timeline/Timeline";
import { storageOrNull } from "../state/preferences";
import { useServices, useWorkspace, WorkspaceProvider } from "../state/services";
import { Workspace } from "../state/workspace";
import { Button } from "../ui/Button";
import { Message } from "../ui/Message";
import { Spinner } from "../ui/Spinner";
import { say } from "../words/words";
import { MasksIn } from "./MasksIn";
import { SidePanel } from "./SidePanel";
import { StageHeader } from "./StageHeader";
import styles from "./StagePage.module.css";
import { useJobNews, useTitle } from "./useJobNews";
import { usePageHands } from "./usePageHands";
import { usePictureFirst } from "./usePictureFirst";

const kept = () => storageOrNull("localStorage");

function useOpenedWorkspace(sessionId: string): Workspace {
  const { api, ahead, notices, preferences } = useServices();
  const onJobEnd = useJobNews();
  const [workspace] = useState(
    () => new Workspace(api, sessionId, defaultStack, notices, onJobEnd, preferences, kept()),
  );
  useEffect(() => {
    void workspace.load(ahead.session(sessionId));
    const leave = () => workspace.leave();
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, [workspace, ahead, sessionId]);
  return workspace;
}

export function StagePage({ sessionId }: { readonly sessionId: string }) {
  const workspace = useOpenedWorkspace(sessionId);
  return (
    <WorkspaceProvider value={workspace}>
      <Phase workspace={workspace} />
    </WorkspaceProvider>
  );
}

function Phase({ workspace }: { readonly workspace: Workspace }) {
  const [, navigate] = useLocation();
  const phase = useStore(workspace.server, (state) => state.phase);
  const problem = useStore(workspace.server, (state) => state.problem);
  const back = (
    <Button tone={phase === "deleted" ? "primary" : "plain"} onClick={() => navigate("/")}>
      {say("app:goToClips")}
    </Button>
  );
  if (phase === "loading") return <Message title={say("app:openingSession")} icon={<Spinner />} />;
  if (phase === "deleted") {
    return (
      <Message urgent title={say("app:noSession")} text={say("app:noSessionText")}>
        {back}
      </Message>
    );
  }
  if (phase === "failed") {
    return (
      <Message urgent title={say("app:sessionNotOpened")} text={problem ?? ""}>
        <Button tone="primary" onClick={() => void workspace.load()}>
          {say("app:tryAgain")}
        </Button>
        {back}
      </Message>
    );
  }
  return <OpenStage />;
}

function OpenStage() {
  useActionKeys(useWorkspace(), usePageHands());
  useTitle();
  const { gallery } = useServices();
  const { isFirst, isLate } = usePictureFirst();
  useEffect(() => {
    if (!isFirst) void gallery.loadServer();
  }, [isFirst, gallery]);
  // The panels, with a row for each object, are drawn bit by bit afterwards; whatever else happens meanwhile, not for long.
  const isPanelDue = useDeferredValue(!isFirst, false) || isLate;
  return (
    <div className={styles.page} data-picture-first={isFirst || undefined}>
      <StageHeader />
      <div className={styles.columns}>
        <main className={styles.main}>
          <Picture />
          <Timeline />
        </main>
        {isPanelDue ? <SidePanel /> : <aside className={styles.side} />}
      </div>
      <MasksIn />
    </div>
  );
}
