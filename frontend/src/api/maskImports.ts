/** The call that brings masks of a file into a session, in the client's words. */
import { frameIndex, objectId } from "../domain/clip";
import type { ImportReport, ImportWish } from "../domain/maskImport";
import type { Api } from "./client";
import { ImportMasksDocument, type ImportMasksMutation } from "./generated/graphql";
import type { Sending } from "./sending";

/** Sends a file of masks; answers what came of it once it was read and stored. */
export function sendMasks(
  api: Api,
  sessionId: string,
  wish: ImportWish,
  file: File,
  onSent: (bytes: number) => void,
): Sending<ImportReport> {
  const sending = api.send(ImportMasksDocument, { input: { sessionId, ...wish }, file }, onSent);
  return {
    finished: sending.finished.then((data) => toReport(data.importMasks)),
    abort: () => sending.abort(),
  };
}

const toReport = (wire: ImportMasksMutation["importMasks"]): ImportReport => ({
  ...wire,
  objects: wire.objects.map((one) => ({
    ...one,
    objectId: objectId(one.objectId),
    firstFrame: frameIndex(one.firstFrame),
    lastFrame: frameIndex(one.lastFrame),
  })),
  problems: wire.problems.map((one) => ({ ...one, details: JSON.parse(one.details) })),
});
