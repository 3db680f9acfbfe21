/** What a row asks of the list that it stands in. */
import type { ObjectId } from "../../domain/clip";

export interface RowHands {
  /** The pointer holds the row at this height of the page. */
  drag(objectId: ObjectId, clientY: number): void;
  drop(): void;
  editClasses(): void;
  showVersions(objectId: ObjectId): void;
}
