/** What of the clips and sessions is shown, and in which order: search, sorting, progress. Pure. */
import type { SessionEntry } from "../../api/sessions";
import type { Video } from "../../domain/video";
import type { Order } from "../../state/galleryStore";

/** Without case and accents, so that "uber" finds "Über". */
const folded = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** Every word of the search is somewhere in the texts. */
function matches(search: string, texts: readonly string[]): boolean {
  const all = folded(texts.join("\n"));
  return folded(search)
    .split(/\s+/)
    .every((word) => all.includes(word));
}

export function foundVideos(videos: readonly Video[], search: string, order: Order): readonly Video[] {
  const found = videos.filter(({ title, source }) => matches(search, [title, source.fileName]));
  return order === "name" ? found.toSorted((a, b) => byName(a.title, b.title)) : found;
}

/** One's own session without objects holds nothing; opening its clip goes on with it. */
export function foundSessions(
  sessions: readonly SessionEntry[],
  videos: ReadonlyMap<string, Video>,
  search: string,
  order: Order,
): readonly SessionEntry[] {
  const found = sessions.filter(({ name, objects, videoPath, right }) => {
    const video = videos.get(videoPath);
    const texts = [name, video?.title ?? "", video?.source.fileName ?? "", ...objects.map((one) => one.name)];
    return (objects.length > 0 || right !== "OWN") && matches(search, texts);
  });
  const newest = (a: SessionEntry, b: SessionEntry) => b.updatedAt - a.updatedAt;
  if (order === "name") return found.toSorted((a, b) => byName(a.name, b.name) || newest(a, b));
  if (order === "changed") return found.toSorted(newest);
  const share = (one: SessionEntry) => trackedShare(one, videos.get(one.videoPath));
  return found.toSorted((a, b) => share(a) - share(b) || newest(a, b));
}

const byName = (a: string, b: string): number => a.localeCompare(b, undefined, { numeric: true });

/** Of all objects on all frames, the share that has a mask, empty ones too; 0..1. */
export function trackedShare({ maskedFrames, objects }: SessionEntry, video: Video | undefined): number {
  const whole = objects.length * (video?.frameCount ?? 0);
  return whole === 0 ? 0 : Math.min(1, maskedFrames / whole);
}

/** Whole percents: 100 only where all is done, 0 only where nothing is. */
export function percentOf(share: number): number {
  if (share <= 0) return 0;
  return share >= 1 ? 100 : Math.min(99, Math.max(1, Math.round(share * 100)));
}
