/** The weights of an engine's network, as a file on the server: whether it is there, on its way, or broken. */
import type { Problem } from "./problem";

export type CheckpointState = "MISSING" | "PARTIAL" | "DOWNLOADING" | "VERIFYING" | "READY" | "DAMAGED";

export interface Checkpoint {
  readonly name: string;
  readonly title: string;
  readonly state: CheckpointState;
  readonly haveBytes: number;
  /** 0 while unknown. */
  readonly totalBytes: number;
  /** Why the last download failed. What came of it is kept. */
  readonly problem: Problem | null;
}

/** On its way; it changes by itself. */
export const isComing = ({ state }: Checkpoint): boolean => state === "DOWNLOADING" || state === "VERIFYING";
