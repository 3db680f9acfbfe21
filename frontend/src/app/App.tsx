/** The two screens, the notices above them, and what keeps a fault in one from blanking the page. */
import { Fragment, lazy, Suspense, useEffect, useState, useSyncExternalStore } from "react";
import { Route, Switch, useLocation } from "wouter";
import { useStore } from "zustand";
import { DropAnywhere } from "../features/gallery/DropAnywhere";
import { isMaking } from "../state/browserExport";
import { type Services, ServicesProvider, useGuest } from "../state/services";
import { Button } from "../ui/Button";
import { Message } from "../ui/Message";
import { followRest } from "../ui/restedOn";
import { onLanguage, say, spoken } from "../words/words";
import { DoorLayer } from "./DoorLayer";
import { FaultBoundary } from "./FaultBoundary";
import { Fetched } from "./fetchedPage";
import { Notices } from "./Notices";
import { home, sessionIn, stage } from "./pages";
import { ShareLayer } from "./ShareLayer";

const HintLayer = lazy(async () => ({ default: (await import("../ui/HintLayer")).HintLayer }));
const KeysPanel = lazy(async () => ({ default: (await import("../features/keys/KeysPanel")).KeysPanel }));

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

/** Among the clips the stage is fetched before somebody wants it; where that fails, it is fetched when it is wanted. */
function useStageAhead(): void {
  const [path] = useLocation();
  useEffect(() => {
    if (path === "/")
      home
        .fetch()
        .catch(() => undefined)
        .then(() => stage.fetch())
        .catch(() => undefined);
  }, [path]);
}

/** A guest has no clips of their own. */
const ClipDrop = () => !useGuest() && <DropAnywhere />;

/** The list of keys is fetched when somebody asks for it. */
function KeyList({ services }: { readonly services: Services }) {
  const shown = useStore(services.keys.store, (state) => state.shown);
  const [wanted, setWanted] = useState(shown);
  if (shown && !wanted) setWanted(true);
  return (
    wanted && (
      <Suspense fallback={null}>
        <KeysPanel />
      </Suspense>
    )
  );
}

/** What shows it is fetched when something is rested on. */
function Hint() {
  const [element, setElement] = useState<Element | null>(null);
  useEffect(() => followRest(setElement), []);
  return (
    element !== null && (
      <Suspense fallback={null}>
        <HintLayer element={element} />
      </Suspense>
    )
  );
}

export function App({ services }: { readonly services: Services }) {
  useFreshNotices(services);
  useLeaveWarning(services);
  useStageAhead();
  const [path] = useLocation();
  const language = useSyncExternalStore(onLanguage, spoken);
  return (
    <ServicesProvider value={services}>
      {/* In another language everything is said anew. */}
      <Fragment key={language}>
        <FaultBoundary>
          <Suspense fallback={<Message title={say("app:opening")} />}>
            <Switch>
              <Route path="/">
                <Fetched page={home} given={{}} />
              </Route>
              <Route path="/session/:sessionId">
                {({ sessionId }) => <Fetched key={sessionId} page={stage} given={{ sessionId }} />}
              </Route>
              <Route>
                <NotFound />
              </Route>
            </Switch>
          </Suspense>
        </FaultBoundary>
        {/* On the stage a file that is dropped holds masks. */}
        {sessionIn(path) === null && <ClipDrop />}
        <KeyList services={services} />
        <ShareLayer />
        <DoorLayer />
        <Notices />
        <Hint />
      </Fragment>
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
