/** The colour of an object, also of one that the server does not know yet: it will give the same. */
import type { ObjectId } from "../domain/clip";
import { OBJECT_COLOURS } from "../domain/palette";
import type { OpenSession } from "./sessionState";

export function colourOf(session: Pick<OpenSession, "objects"> | null, object: ObjectId): string {
  const known = session?.objects.find(({ objectId }) => objectId === object)?.colour;
  return known ?? OBJECT_COLOURS[object % OBJECT_COLOURS.length] ?? "#ffffff";
}
