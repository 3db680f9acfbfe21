/** Sessions as files: saved by an export that is downloaded once it is ready, and opened by sending one. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Api } from "../api/client";
import { sentence } from "../api/errors";
import { fetchJob, type SessionEntry, sendSessionFile } from "../api/sessions";
import { startExport } from "../api/tracking";
import { Fault } from "../domain/problem";
import { isActive, type Job } from "../domain/session";
import { say } from "../words/words";
import type { NoticeBoard } from "./notices";

const SUFFIX = ".masklet";
const ASK_EVERY_MS = 300;

export const isSessionFile = (file: File): boolean => file.name.toLowerCase().endsWith(SUFFIX);

/** A file on its way to the server; `problem` is a sentence once it was refused. */
export interface OpeningFile {
  readonly id: number;
  readonly fileName: string;
  readonly sentBytes: number;
  readonly totalBytes: number;
  readonly problem: string | null;
}

interface SessionFilesState {
  /** By session id the share of its file that is written, 0..1. */
  readonly saving: ReadonlyMap<string, number>;
  readonly opening: readonly OpeningFile[];
}

export interface SessionFileSurroundings {
  /** Between two questions about progress. */
  pause(): Promise<void>;
  download(url: string, fileName: string): void;
}

const browser: SessionFileSurroundings = {
  pause: () => new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS)),
  download(url, fileName) {
    const link = document.createElement("a");
    link.href = url;
    link.download = fileName;
    link.click();
  },
};

export class SessionFiles {
  readonly store: StoreApi<SessionFilesState> = createStore<SessionFilesState>(() => ({
    saving: new Map(),
    opening: [],
  }));
  readonly #api: Api;
  readonly #notices: NoticeBoard;
  readonly #around: SessionFileSurroundings;
  readonly #stops = new Map<number, () => void>();
  #next = 1;

  constructor(api: Api, notices: NoticeBoard, around: SessionFileSurroundings = browser) {
    this.#api = api;
    this.#notices = notices;
    this.#around = around;
  }

  /** Writes the session's file on the server, then hands it to the browser. A second call while it runs does nothing. */
  async save({ sessionId, name }: SessionEntry): Promise<void> {
    if (this.store.getState().saving.has(sessionId)) return;
    this.#saving(sessionId, 0);
    try {
      const job = await this.#written(sessionId);
      if (job.downloadUrl === null) throw new Fault(job.error ?? { code: "INTERNAL", message: "" });
      this.#around.download(job.downloadUrl, job.fileName ?? "");
      this.#notices.say("good", say("gallery:saved", { name }), say("gallery:savedText"));
    } catch (error) {
      this.#notices.say("bad", say("gallery:sessionNotSaved", { name }), sentence(error));
    } finally {
      this.#saving(sessionId, null);
    }
  }

  /** The id of the session that the file became; null when it was refused (its entry says why) or dismissed. */
  async open(file: File): Promise<string | null> {
    const id = this.#next++;
    const entry = { id, fileName: file.name, sentBytes: 0, totalBytes: file.size, problem: null };
    this.store.setState(({ opening }) => ({ opening: [...opening, entry] }));
    const sending = sendSessionFile(this.#api, file, (bytes) =>
      this.#update(id, { sentBytes: Math.min(bytes, file.size) }),
    );
    this.#stops.set(id, () => sending.abort());
    try {
      const sessionId = await sending.finished;
      this.#forget(id);
      return sessionId;
    } catch (error) {
      this.#stops.delete(id);
      this.#update(id, { problem: sentence(error) });
      return null;
    }
  }

  /** Stops it if it is still on its way, and forgets it. */
  dismiss(id: number): void {
    this.#stops.get(id)?.();
    this.#forget(id);
  }

  async #written(sessionId: string): Promise<Job> {
    let job = await startExport(this.#api, sessionId, "session", {});
    while (isActive(job)) {
      this.#saving(sessionId, job.total > 0 ? job.done / job.total : 0);
      await this.#around.pause();
      job = await fetchJob(this.#api, job.jobId);
    }
    return job;
  }

  #saving(sessionId: string, share: number | null): void {
    this.store.setState(({ saving }) => {
      const next = new Map(saving);
      if (share === null) next.delete(sessionId);
      else next.set(sessionId, share);
      return { saving: next };
    });
  }

  #update(id: number, change: Partial<OpeningFile>): void {
    this.store.setState(({ opening }) => ({
      opening: opening.map((one) => (one.id === id ? { ...one, ...change } : one)),
    }));
  }

  #forget(id: number): void {
    this.#stops.delete(id);
    this.store.setState(({ opening }) => ({ opening: opening.filter((one) => one.id !== id) }));
  }
}
