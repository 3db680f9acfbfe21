/** One upload's life as the person sees it, and how each word from the line changes it. Pure. */
import type { WireProgress } from "../api/videos";
import type { Limits } from "../domain/server";
import { formatBytes } from "../words/numbers";
import { problemWords } from "../words/problems";
import { say } from "../words/words";

export type UploadPhase = "waiting" | "sending" | "preparing" | "needs-range" | "ready" | "failed";

export interface UploadItem {
  readonly uploadId: string;
  readonly fileName: string;
  readonly phase: UploadPhase;
  readonly sentBytes: number;
  /** 0 while unknown. */
  readonly totalBytes: number;
  readonly preparedFrames: number;
  /** 0 while unknown. */
  readonly totalFrames: number;
  /** Length of the source, when a range must be chosen. */
  readonly durationSec: number | null;
  readonly problem: string | null;
  /** False after a reload: the file is no longer at hand. */
  readonly canRetry: boolean;
}

export const newUpload = (uploadId: string, fileName: string, totalBytes: number): UploadItem => ({
  uploadId,
  fileName,
  phase: "waiting",
  sentBytes: 0,
  totalBytes,
  preparedFrames: 0,
  totalFrames: 0,
  durationSec: null,
  problem: null,
  canRetry: true,
});

/** The multipart frame around the file counts as sent bytes too, so the sum is cut. */
export const withSent = (item: UploadItem, bytes: number): UploadItem => {
  const sentBytes = Math.min(bytes, item.totalBytes);
  return { ...item, sentBytes, phase: sentBytes >= item.totalBytes ? "preparing" : "sending" };
};

export const withFailure = (item: UploadItem, problem: string): UploadItem => ({
  ...item,
  phase: "failed",
  problem,
});

const phases: Record<WireProgress["state"], UploadPhase> = {
  RECEIVING: "sending",
  PREPARING: "preparing",
  NEEDS_RANGE: "needs-range",
  READY: "ready",
  FAILED: "failed",
};

export function withProgress(item: UploadItem, progress: WireProgress): UploadItem {
  const phase = phases[progress.state];
  // Our own count of sent bytes is ahead of the server's.
  const isBehind = phase === "sending" && item.phase === "preparing";
  return {
    ...item,
    fileName: item.fileName || progress.fileName,
    phase: isBehind ? item.phase : phase,
    sentBytes: Math.max(item.sentBytes, progress.receivedBytes),
    totalBytes: item.totalBytes || (progress.totalBytes ?? 0),
    preparedFrames: progress.preparedFrames,
    totalFrames: progress.totalFrames,
    durationSec: progress.durationSec,
    problem: progress.error && problemWords(progress.error),
  };
}

export const isMoving = (item: UploadItem): boolean =>
  item.phase === "waiting" || item.phase === "sending" || item.phase === "preparing";

/** Why this file is refused before a byte is sent, or null. */
export function refusal(size: number, limits: Limits | null): string | null {
  if (size === 0) return say("state:fileEmpty");
  if (limits !== null && size > limits.maxUploadBytes) {
    return say("state:fileTooLarge", {
      size: formatBytes(size),
      most: formatBytes(limits.maxUploadBytes),
    });
  }
  return null;
}
