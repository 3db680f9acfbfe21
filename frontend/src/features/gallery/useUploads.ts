/** How files become uploads: limits first, folders packed, faults told. */
import { useServices } from "../../state/services";

export function useAddClips(): (clips: Promise<readonly File[]>) => Promise<void> {
  const { gallery, uploads, notices } = useServices();
  return async (clips) => {
    try {
      const files = await clips;
      if (files.length === 0)
        notices.say("bad", "There is nothing to upload", "No video or image was found there.");
      const limits = gallery.store.getState().server?.limits ?? null;
      for (const file of files) uploads.add(file, limits);
    } catch (error) {
      const reason = error instanceof Error ? error.message : "";
      notices.say("bad", "These files could not be read", reason);
    }
  };
}
