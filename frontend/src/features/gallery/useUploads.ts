/** How files become uploads: limits first, folders packed, session files opened, faults told. */
import { useLocation } from "wouter";
import { useServices } from "../../state/services";
import { isSessionFile } from "../../state/sessionFiles";
import { say } from "../../words/words";

export function useAddClips(): (clips: Promise<readonly File[]>) => Promise<void> {
  const { gallery, uploads, notices } = useServices();
  const openSessions = useOpenSessionFiles();
  return async (clips) => {
    try {
      const files = await clips;
      if (files.length === 0)
        notices.say("bad", say("gallery:nothingToUpload"), say("gallery:nothingToUploadText"));
      const limits = gallery.store.getState().server?.limits ?? null;
      for (const file of files) if (!isSessionFile(file)) uploads.add(file, limits);
      void openSessions(files.filter(isSessionFile));
    } catch (error) {
      const reason = error instanceof Error ? error.message : "";
      notices.say("bad", say("gallery:filesUnread"), reason);
    }
  };
}

/** Opens session files; one alone is gone to, unless the person went elsewhere meanwhile. */
function useOpenSessionFiles(): (files: readonly File[]) => Promise<void> {
  const { gallery } = useServices();
  const [, navigate] = useLocation();
  return async (files) => {
    const from = location.pathname;
    const opened = await Promise.all(files.map((file) => gallery.openFile(file)));
    const [only] = opened;
    if (opened.length === 1 && only && location.pathname === from) navigate(`/session/${only}`);
  };
}
