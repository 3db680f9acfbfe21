/** What a deletion takes along, what lies in the trash, and how full the server is. Sizes in bytes, times in seconds since the epoch. */

export type DeletedKind = "VIDEO" | "SESSION";

/** Masks: one for each object on each frame. */
export interface Deletion {
  readonly sessions: number;
  readonly objects: number;
  readonly masks: number;
  readonly exports: number;
  readonly bytes: number;
}

export interface Deleted {
  readonly trashId: string;
  readonly kind: DeletedKind;
  readonly name: string;
  readonly deletedAt: number;
  /** When it goes for good. */
  readonly gone: number;
  readonly bytes: number;
}

export interface Storage {
  /** With what lies in the trash. */
  readonly usedBytes: number;
  readonly trashBytes: number;
  /** null: as much as the disk takes. */
  readonly quotaBytes: number | null;
  /** On the disk. */
  readonly freeBytes: number;
}
