/** The object as it looks where it was first prompted; drawn anew, rarely, when its mask there changed. */
import { useEffect, useRef } from "react";
import { useStore } from "zustand";
import { fetchMask } from "../../api/objects";
import { type FrameIndex, frameIndex, type ObjectId } from "../../domain/clip";
import { hasFrame } from "../../state/runs";
import { useCalm, useSession } from "../../state/selectors";
import { useServices, useWorkspace } from "../../state/services";
import type { OpenSession } from "../../state/sessionState";
import styles from "./ObjectsPanel.module.css";
import { drawThumbnail } from "./thumbnailPicture";

const CALM_MS = 1200;
/** Sharp on fine displays too. */
const PIXELS = 72;

/** The first prompted frame with a mask, else the first frame with one. */
function frameOf({ prompts, runs }: OpenSession, objectId: ObjectId): FrameIndex | null {
  const known = runs.get(objectId) ?? [];
  let first: FrameIndex | null = null;
  for (const prompt of prompts) {
    const isEarlier = first === null || prompt.frameIndex < first;
    if (prompt.objectId === objectId && isEarlier && hasFrame(known, prompt.frameIndex))
      first = prompt.frameIndex;
  }
  return first ?? (known[0] === undefined ? null : frameIndex(known[0][0]));
}

/** Changes when the mask there does, as far as its size and its place tell. */
function useFingerprint(objectId: ObjectId, frame: FrameIndex | null): string {
  const { measuring } = useWorkspace();
  const now = useStore(measuring.store, () => {
    const known = measuring.measures?.of(objectId);
    return known === undefined || frame === null ? "" : `${frame}:${known.areas[frame]}:${known.xs[frame]}`;
  });
  return useCalm(now, CALM_MS);
}

export function Thumbnail({ objectId }: { readonly objectId: ObjectId }) {
  const { api } = useServices();
  const canvas = useRef<HTMLCanvasElement>(null);
  const sessionId = useSession((session) => session.sessionId);
  const frameUrl = useSession((session) => session.video.frameUrl);
  const frame = useSession((session) => frameOf(session, objectId));
  const fingerprint = useFingerprint(objectId, frame);
  useEffect(() => {
    if (canvas.current === null || frame === null || fingerprint === "") return;
    const url = frameUrl.replace("{frame}", String(frame));
    drawThumbnail(canvas.current, url, () => fetchMask(api, sessionId, objectId, frame));
  }, [api, sessionId, objectId, frameUrl, frame, fingerprint]);
  return <canvas ref={canvas} className={styles.thumbnail} width={PIXELS} height={PIXELS} />;
}
