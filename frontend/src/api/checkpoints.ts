/** The calls about checkpoints, in the client's words. */
import type { Checkpoint } from "../domain/checkpoint";
import type { Api } from "./client";
import {
  CancelCheckpointDownloadDocument,
  CheckpointsDocument,
  StartCheckpointDownloadDocument,
} from "./generated/graphql";

/** Cheap; asked again and again while one is on its way. */
export async function fetchCheckpoints(api: Api): Promise<readonly Checkpoint[]> {
  return (await api.request(CheckpointsDocument, {})).checkpoints;
}

/** Begins, or goes on where an earlier one stopped. */
export async function startCheckpointDownload(api: Api, name: string): Promise<Checkpoint> {
  return (await api.request(StartCheckpointDownloadDocument, { name })).startCheckpointDownload;
}

/** What came is kept. */
export async function cancelCheckpointDownload(api: Api, name: string): Promise<Checkpoint> {
  return (await api.request(CancelCheckpointDownloadDocument, { name })).cancelCheckpointDownload;
}
