/** Uploads on their way: at most two are sent at a time, each is followed to its end, and a reload finds them again. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Api } from "../api/client";
import { ApiError, sentence } from "../api/errors";
import { toVideo } from "../api/parse";
import type { Sending } from "../api/sending";
import {
  fetchUploadProgress,
  openFromFolder,
  prepareUpload,
  sendVideo,
  type WireProgress,
} from "../api/videos";
import type { Limits } from "../domain/server";
import type { Video } from "../domain/video";
import { say } from "../words/words";
import { type IdMemory, newUploadId } from "./uploadIds";
import {
  isMoving,
  newUpload,
  refusal,
  type UploadItem,
  withFailure,
  withProgress,
  withSent,
} from "./uploadState";

export interface UploadsState {
  readonly items: readonly UploadItem[];
}

const SENT_AT_A_TIME = 2;

export interface UploadSurroundings {
  readonly memory: IdMemory;
  /** Between two questions about progress. */
  pause(): Promise<void>;
  onReady(video: Video): void;
}

export class Uploads {
  readonly store: StoreApi<UploadsState> = createStore<UploadsState>(() => ({ items: [] }));
  readonly #api: Api;
  readonly #around: UploadSurroundings;
  readonly #files = new Map<string, File>();
  /** How to begin anew, for what this page began. */
  readonly #again = new Map<string, () => void>();
  readonly #sendings = new Map<string, Sending<Video>>();
  readonly #followed = new Set<string>();

  constructor(api: Api, around: UploadSurroundings) {
    this.#api = api;
    this.#around = around;
  }

  add(file: File, limits: Limits | null): void {
    const item = newUpload(newUploadId(), file.name, file.size);
    const problem = refusal(file.size, limits);
    if (problem !== null) {
      this.#append({ ...withFailure(item, problem), canRetry: false });
      return;
    }
    this.#files.set(item.uploadId, file);
    this.#again.set(item.uploadId, () => this.add(file, limits));
    this.#append(item);
    this.#sendNext();
  }

  addFromFolder(name: string): void {
    const item: UploadItem = { ...newUpload(newUploadId(), name, 0), phase: "preparing" };
    this.#again.set(item.uploadId, () => this.addFromFolder(name));
    this.#append(item);
    this.#await(item.uploadId, openFromFolder(this.#api, name, item.uploadId));
  }

  /** Looks for what was on its way before the page was reloaded. */
  resume(): void {
    for (const uploadId of this.#around.memory.read()) {
      if (this.#item(uploadId) !== undefined) continue;
      this.#append({ ...newUpload(uploadId, "", 0), phase: "preparing", canRetry: false });
      void this.#follow(uploadId);
    }
  }

  chooseRange(uploadId: string, startSec: number, durationSec: number): void {
    this.#update(uploadId, (item) => ({ ...item, phase: "preparing", problem: null, preparedFrames: 0 }));
    this.#await(uploadId, prepareUpload(this.#api, uploadId, startSec, durationSec));
  }

  /** Begins again under a new id. */
  retry(uploadId: string): void {
    const again = this.#again.get(uploadId);
    this.dismiss(uploadId);
    again?.();
  }

  /** Stops sending if it still is, and forgets it. */
  dismiss(uploadId: string): void {
    this.store.setState(({ items }) => ({ items: items.filter((item) => item.uploadId !== uploadId) }));
    this.#files.delete(uploadId);
    this.#again.delete(uploadId);
    this.#sendings.get(uploadId)?.abort();
    this.#sendings.delete(uploadId);
    this.#remember();
    this.#sendNext();
  }

  #sendNext(): void {
    const waiting = this.store.getState().items.find(({ phase }) => phase === "waiting");
    const file = waiting && this.#files.get(waiting.uploadId);
    if (waiting === undefined || file === undefined || this.#sendings.size >= SENT_AT_A_TIME) return;
    const { uploadId } = waiting;
    this.#update(uploadId, (item) => ({ ...item, phase: "sending" }));
    this.#remember();
    const sending = sendVideo(this.#api, file, uploadId, (bytes) =>
      this.#update(uploadId, (item) => (isMoving(item) ? withSent(item, bytes) : item)),
    );
    this.#sendings.set(uploadId, sending);
    this.#await(uploadId, sending.finished);
    this.#sendNext();
  }

  /** The answer comes when the clip is ready; until then progress is asked for. */
  #await(uploadId: string, answer: Promise<Video>): void {
    void this.#follow(uploadId);
    answer
      .then((video) => this.#ready(uploadId, video))
      .catch((error: unknown) => this.#failed(uploadId, error))
      .finally(() => {
        this.#sendings.delete(uploadId);
        this.#sendNext();
      });
  }

  async #follow(uploadId: string): Promise<void> {
    if (this.#followed.has(uploadId)) return;
    this.#followed.add(uploadId);
    for (;;) {
      const item = this.#item(uploadId);
      if (item === undefined || !isMoving(item)) break;
      try {
        this.#heard(uploadId, await fetchUploadProgress(this.#api, uploadId));
      } catch (error) {
        this.#unheard(uploadId, error);
      }
      await this.#around.pause();
    }
    this.#followed.delete(uploadId);
  }

  #heard(uploadId: string, progress: WireProgress): void {
    // A file that is being sent by this page ends with its own answer.
    if (this.#sendings.has(uploadId) && progress.state === "FAILED") return;
    if (progress.state === "READY" && progress.video !== null) {
      this.#ready(uploadId, toVideo(progress.video));
      return;
    }
    this.#update(uploadId, (item) => (isMoving(item) ? withProgress(item, progress) : item));
    this.#remember();
  }

  /** Not known yet while its first byte is on the way; after a reload, not known means gone. */
  #unheard(uploadId: string, error: unknown): void {
    const isGone = error instanceof ApiError && error.code === "UPLOAD_NOT_FOUND";
    const item = this.#item(uploadId);
    if (!isGone || item === undefined || item.canRetry) return;
    this.#update(uploadId, (lost) => withFailure(lost, say("state:uploadInterrupted")));
    this.#remember();
  }

  async #failed(uploadId: string, error: unknown): Promise<void> {
    const item = this.#item(uploadId);
    if (item === undefined) return;
    const progress = await fetchUploadProgress(this.#api, uploadId).catch(() => null);
    if (progress?.state === "NEEDS_RANGE") this.#update(uploadId, (known) => withProgress(known, progress));
    else this.#update(uploadId, (known) => withFailure(known, sentence(error)));
    this.#remember();
  }

  #ready(uploadId: string, video: Video): void {
    if (this.#item(uploadId) === undefined) return;
    this.store.setState(({ items }) => ({ items: items.filter((item) => item.uploadId !== uploadId) }));
    this.#files.delete(uploadId);
    this.#again.delete(uploadId);
    this.#remember();
    this.#around.onReady(video);
  }

  #item(uploadId: string): UploadItem | undefined {
    return this.store.getState().items.find((item) => item.uploadId === uploadId);
  }

  #append(item: UploadItem): void {
    this.store.setState(({ items }) => ({ items: [...items, item] }));
    this.#remember();
  }

  #update(uploadId: string, change: (item: UploadItem) => UploadItem): void {
    this.store.setState(({ items }) => ({
      items: items.map((item) => (item.uploadId === uploadId ? change(item) : item)),
    }));
  }

  #remember(): void {
    const open = this.store.getState().items.filter(({ phase }) => phase !== "failed" && phase !== "waiting");
    this.#around.memory.write(open.map(({ uploadId }) => uploadId));
  }
}
