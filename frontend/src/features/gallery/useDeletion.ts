/** What a deletion would take along, counted by the server while the question is open, in words. */
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { sentence } from "../../api/errors";
import { fetchDeletionOfSession, fetchDeletionOfVideo } from "../../api/trash";
import type { Deletion } from "../../domain/trash";
import { useServices } from "../../state/services";
import { formatLasting } from "../../ui/format";
import { formatBytes } from "../../words/numbers";
import { say } from "../../words/words";

/** A clip by its path, or a session by its id. */
export type Doomed = { readonly path: string } | { readonly sessionId: string };

/** "the clip, 2 sessions, 3 objects, 144 masks, 1 export" */
export function partsOf(isClip: boolean, { sessions, objects, masks, exports }: Deletion): string {
  const counted = [
    ...(isClip && sessions > 0 ? [say("gallery:sessions", { count: sessions })] : []),
    ...(objects > 0 ? [say("gallery:objects", { count: objects })] : []),
    ...(masks > 0 ? [say("gallery:masks", { count: masks })] : []),
    ...(exports > 0 ? [say("gallery:exports", { count: exports })] : []),
  ];
  return [say(isClip ? "gallery:theClip" : "gallery:theSession"), ...counted].join(say("ui:listComma"));
}

/** `keptS`: how long the trash keeps it; 0: not at all. */
export function lossWords(isClip: boolean, deletion: Deletion, keptS: number): string {
  const what = partsOf(isClip, deletion);
  const stays = say(isClip ? "gallery:fileStays" : "gallery:clipStays");
  const loss = { what, size: formatBytes(deletion.bytes), stays };
  return keptS > 0
    ? say("gallery:lossInTrash", { ...loss, time: formatLasting(keptS) })
    : say("gallery:lossAtOnce", loss);
}

/** How long the trash keeps what is deleted, in seconds; null while the server has not said it. */
export function useKept(): number | null {
  const { gallery } = useServices();
  return useStore(gallery.store, ({ server }) => server?.limits.keepDeletedSec ?? null);
}

/** As long as `open`, which asks anew each time: the numbers change. */
export function useDeletion(doomed: Doomed, open: boolean): string {
  const { api } = useServices();
  const keptS = useKept();
  const [words, setWords] = useState<string | null>(null);
  const isClip = "path" in doomed;
  const id = isClip ? doomed.path : doomed.sessionId;
  useEffect(() => {
    if (!open || keptS === null) return;
    let over = false;
    const tell = (text: string) => !over && setWords(text);
    setWords(null);
    (isClip ? fetchDeletionOfVideo(api, id) : fetchDeletionOfSession(api, id)).then(
      (deletion) => tell(lossWords(isClip, deletion, keptS)),
      (error: unknown) => tell(say("gallery:lossUnknown", { problem: sentence(error) })),
    );
    return () => {
      over = true;
    };
  }, [api, open, isClip, id, keptS]);
  return words ?? say("gallery:counting");
}
