/** The calls about clips, uploads and the server itself, in the client's words. */
import type { Server } from "../domain/server";
import type { Video } from "../domain/video";
import type { Api } from "./client";
import {
  DeleteVideoDocument,
  OpenFromFolderDocument,
  PrepareUploadDocument,
  RenameVideoDocument,
  ServerDocument,
  UploadProgressDocument,
  type UploadProgressQuery,
  UploadVideoDocument,
  VideosDocument,
} from "./generated/graphql";
import { toParameter, toVideo } from "./parse";
import type { Sending } from "./sending";

export type WireProgress = UploadProgressQuery["uploadProgress"];

export async function fetchServer(api: Api): Promise<Server> {
  const { server } = await api.request(ServerDocument, {});
  return {
    ...server,
    exportFormats: server.exportFormats.map((format) => ({
      ...format,
      options: format.options.map(toParameter),
    })),
  };
}

export async function fetchVideos(api: Api): Promise<readonly Video[]> {
  const { videos } = await api.request(VideosDocument, {});
  return videos.edges.map((edge) => toVideo(edge.node));
}

export async function fetchUploadProgress(api: Api, uploadId: string): Promise<WireProgress> {
  return (await api.request(UploadProgressDocument, { uploadId })).uploadProgress;
}

export function sendVideo(
  api: Api,
  file: File,
  uploadId: string,
  onSent: (bytes: number) => void,
): Sending<Video> {
  const sending = api.send(UploadVideoDocument, { file, uploadId }, onSent);
  return {
    finished: sending.finished.then((data) => toVideo(data.uploadVideo)),
    abort: () => sending.abort(),
  };
}

export async function prepareUpload(
  api: Api,
  uploadId: string,
  startTimeSec: number,
  durationTimeSec: number,
): Promise<Video> {
  const data = await api.request(PrepareUploadDocument, { uploadId, startTimeSec, durationTimeSec });
  return toVideo(data.prepareUpload);
}

export async function openFromFolder(api: Api, name: string, uploadId: string): Promise<Video> {
  return toVideo((await api.request(OpenFromFolderDocument, { name, uploadId })).openFromFolder);
}

export async function renameVideo(api: Api, path: string, title: string): Promise<Video> {
  return toVideo((await api.request(RenameVideoDocument, { path, title })).renameVideo);
}

/** With its sessions. Answers what brings it back; null: it is gone for good. */
export async function deleteVideo(api: Api, path: string): Promise<string | null> {
  return (await api.request(DeleteVideoDocument, { path })).deleteVideo.trashId;
}
