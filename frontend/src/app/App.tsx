/** The two screens, the notices above them, and what keeps a fault in one from blanking the page. */
import { Tooltip } from "radix-ui";
import { Fragment, lazy, Suspense, useEffect, useSyncExternalStore } from "react";
import { Route, Switch, useLocation } from "wouter";
import { useStore } from "zustand";
import { DropAnywhere } from "../features/gallery/DropAnywhere";
import { KeysPanel } from "../features/keys/KeysPanel";
import { isMaking } from "../state/browserExport";
import { type Services, ServicesProvider } from "../state/services";
import { Button } from "../ui/Button";
import { Message } from "../ui/Message";
import { onLanguage, say, spoken } from "../words/words";
import { FaultBoundary } from "./FaultBoundary";
import { HomePage } from "./HomePage";
import { Notices } from "./Notices";

const fetchStage = () => import("./StagePage");
const StagePage = lazy(async () => ({ default: (await fetchStage()).StagePage }));

/** Good news of one screen means nothing on the next. */
function useFreshNotices({ notices }: Services): void {
  const [path] = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path is what it waits for
  useEffect(() => notices.forgetGood(), [path, notices]);
}

/** A file that is being sent, or a movie that is being made, is lost when the page goes; the browser asks before that. */
function useLeaveWarning({ uploads, browserExport }: Services): void {
  const isExporting = useStore(browserExport.store, ({ movie }) => isMaking(movie));
  const isSending = useStore(uploads.store, ({ items }) =>
    items.some(({ phase }) => phase === "sending" || phase === "waiting"),
  );
  useEffect(() => {
    if (!isSending && !isExporting) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isSending, isExporting]);
}

/** The stage is here before somebody wants it; where that fails, it is fetched when it is wanted. */
function useStageAhead(): void {
  useEffect(() => {
    fetchStage().catch(() => undefined);
  }, []);
}

export function App({ services }: { readonly services: Services }) {
  useFreshNotices(services);
  useLeaveWarning(services);
  useStageAhead();
  const language = useSyncExternalStore(onLanguage, spoken);
  return (
    <ServicesProvider value={services}>
      <Tooltip.Provider delayDuration={500} skipDelayDuration={200}>
        {/* In another language everything is said anew. */}
        <Fragment key={language}>
          <FaultBoundary>
            <Suspense fallback={<Message title={say("app:opening")} />}>
              <Switch>
                <Route path="/">
                  <HomePage />
                </Route>
                <Route path="/session/:sessionId">
                  {({ sessionId }) => <StagePage key={sessionId} sessionId={sessionId} />}
                </Route>
                <Route>
                  <NotFound />
                </Route>
              </Switch>
            </Suspense>
          </FaultBoundary>
          <DropAnywhere />
          <KeysPanel />
          <Notices />
        </Fragment>
      </Tooltip.Provider>
    </ServicesProvider>
  );
}

function NotFound() {
  const [, navigate] = useLocation();
  return (
    <Message title={say("app:nothingHere")}>
      <Button tone="primary" onClick={() => navigate("/")}>
        {say("app:goToClips")}
      </Button>
    </Message>
  );
}
