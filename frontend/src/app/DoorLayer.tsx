/** The sign-in over everything, fetched when the server wants to know who is there; and a share link that no longer works. */
import { lazy, Suspense, useEffect } from "react";
import { useStore } from "zustand";
import { useServices } from "../state/services";
import { learn, say } from "../words/words";
import { LanguageMenu } from "./LanguageMenu";
import { sessionIn } from "./pages";

const SignIn = lazy(async () => {
  const [page, words] = await Promise.all([
    import("../features/access/SignIn"),
    import("../words/en/door.json"),
  ]);
  learn("door", words.default);
  return { default: page.SignIn };
});

/** The first picture of a session shares the line with nothing that only the header wants. */
const patienceMs = (path: string): number => (sessionIn(path) === null ? 0 : 1500);

export function DoorLayer() {
  const { door } = useServices();
  const isShut = useStore(door.store, (state) => state.shut);
  useEffect(() => {
    const timer = setTimeout(() => void door.look(), patienceMs(location.pathname));
    return () => clearTimeout(timer);
  }, [door]);
  useDeadLink();
  return (
    isShut && (
      <Suspense fallback={null}>
        <SignIn>
          <LanguageMenu />
        </SignIn>
      </Suspense>
    )
  );
}

/** The server sends whoever comes by a removed share link to `/?share=unknown`. */
function useDeadLink(): void {
  const { notices } = useServices();
  useEffect(() => {
    const address = new URL(location.href);
    if (address.searchParams.get("share") !== "unknown") return;
    address.searchParams.delete("share");
    history.replaceState(history.state, "", address);
    notices.say("bad", say("app:linkDead"), say("app:linkDeadText"));
  }, [notices]);
}
