/** The sign-in over everything, fetched when the server wants to know who is there; and what the server says in the address. */
import { lazy, Suspense, useEffect } from "react";
import { useLocation } from "wouter";
import { useStore } from "zustand";
import { takePlace } from "../state/comeBack";
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
  useComeBack();
  useAddressNews();
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

/** Whoever signed in elsewhere goes on where they came from. */
function useComeBack(): void {
  const [path, navigate] = useLocation();
  useEffect(() => {
    if (path !== "/") return;
    const place = takePlace();
    if (place !== null && place !== path) navigate(place, { replace: true });
  }, [path, navigate]);
}

/** What the server says in the address of the first screen: of a removed share link, of a sign-in that did not work. */
const news = [
  ["share", "unknown", "app:linkDead", "app:linkDeadText"],
  ["login", "failed", "app:loginFailed", "app:loginFailedText"],
] as const;

function useAddressNews(): void {
  const { notices } = useServices();
  useEffect(() => {
    const address = new URL(location.href);
    for (const [name, value, title, text] of news) {
      if (address.searchParams.get(name) !== value) continue;
      address.searchParams.delete(name);
      history.replaceState(history.state, "", address);
      notices.say("bad", say(title), say(text));
    }
  }, [notices]);
}
