/** The share links of a session, over whatever screen they were asked for on; fetched then. */
import { lazy, Suspense, useState } from "react";
import { useStore } from "zustand";
import { useServices } from "../state/services";
import { learn } from "../words/words";

const SharePanel = lazy(async () => {
  const [panel, words] = await Promise.all([
    import("../features/share/SharePanel"),
    import("../words/en/share.json"),
  ]);
  learn("share", words.default);
  return { default: panel.SharePanel };
});

export function ShareLayer() {
  const { sharing } = useServices();
  const isAsked = useStore(sharing.store, ({ session }) => session !== null);
  const [isWanted, want] = useState(false);
  if (isAsked && !isWanted) want(true);
  return (
    isWanted && (
      <Suspense fallback={null}>
        <SharePanel />
      </Suspense>
    )
  );
}
