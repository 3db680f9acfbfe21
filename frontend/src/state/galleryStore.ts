/** What the first screen shows: clips, sessions to continue, and what the server can do. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Api } from "../api/client";
import { sentence } from "../api/errors";
import {
  deleteSession,
  duplicateSession,
  fetchSessions,
  renameSession,
  type SessionEntry,
  startSession,
} from "../api/sessions";
import { deleteVideo, fetchServer, fetchVideos, renameVideo } from "../api/videos";
import type { Checkpoint } from "../domain/checkpoint";
import { writeEngineName } from "../domain/engineName";
import type { Server } from "../domain/server";
import type { Video } from "../domain/video";
import { say } from "../words/words";
import type { NoticeBoard } from "./notices";
import { type SessionFileSurroundings, SessionFiles } from "./sessionFiles";
import { Trash } from "./trash";

export interface GalleryState {
  readonly phase: "loading" | "ready" | "failed";
  readonly problem: string | null;
  readonly videos: readonly Video[];
  readonly sessions: readonly SessionEntry[];
  readonly server: Server | null;
  /** The clip that is being opened. */
  readonly opening: string | null;
}

export type Order = "changed" | "name" | "progress";

/** How a person looks at the lists; stays while other screens are visited. */
export interface GalleryView {
  readonly search: string;
  readonly order: Order;
  /** Every session instead of the newest few. */
  readonly all: boolean;
}

export class Gallery {
  readonly view: StoreApi<GalleryView> = createStore<GalleryView>(() => ({
    search: "",
    order: "changed",
    all: false,
  }));
  readonly files: SessionFiles;
  readonly trash: Trash;
  readonly store: StoreApi<GalleryState> = createStore<GalleryState>(() => ({
    phase: "loading",
    problem: null,
    videos: [],
    sessions: [],
    server: null,
    opening: null,
  }));
  readonly #api: Api;
  readonly #notices: NoticeBoard;

  constructor(api: Api, notices: NoticeBoard, around?: SessionFileSurroundings) {
    this.#api = api;
    this.#notices = notices;
    this.files = new SessionFiles(api, notices, around);
    this.trash = new Trash(api, notices, () => this.load());
  }

  async load(): Promise<void> {
    try {
      const [videos, sessions, server] = await Promise.all([
        fetchVideos(this.#api),
        fetchSessions(this.#api),
        fetchServer(this.#api),
      ]);
      this.store.setState({ phase: "ready", problem: null, videos, sessions, server });
    } catch (error) {
      this.store.setState({ phase: "failed", problem: sentence(error) });
    }
  }

  /** What the server can do, for screens that were opened directly. */
  async loadServer(): Promise<void> {
    if (this.store.getState().server === null) await this.refreshServer();
  }

  /** Asks again what the server can do, as after a checkpoint came. */
  async refreshServer(): Promise<void> {
    try {
      this.store.setState({ server: await fetchServer(this.#api) });
    } catch (error) {
      this.#notices.say("bad", say("gallery:serverUnknown"), sentence(error));
    }
  }

  /** What was heard of checkpoints, into the engines that need them. */
  heardOf(checkpoints: readonly Checkpoint[]): void {
    const byName = new Map(checkpoints.map((checkpoint) => [checkpoint.name, checkpoint]));
    this.store.setState(({ server }) => ({
      server: server && {
        ...server,
        engines: server.engines.map((engine) => ({
          ...engine,
          checkpoint: byName.get(engine.checkpoint?.name ?? "") ?? engine.checkpoint,
        })),
      },
    }));
  }

  /** A session on the clip, one that nobody ever changed if there is; null when it could not be opened (a notice says why). */
  async open(path: string, engine: string | null, imageSize: number | null): Promise<string | null> {
    const untouched = this.#untouchedSession(path, engine, imageSize);
    if (untouched !== null) return untouched;
    this.store.setState({ opening: path });
    try {
      return await startSession(this.#api, path, engine, imageSize);
    } catch (error) {
      this.#notices.say("bad", say("gallery:clipNotOpened"), sentence(error));
      return null;
    } finally {
      this.store.setState({ opening: null });
    }
  }

  /** One without objects may have a history to be undone, and is somebody's work. */
  #untouchedSession(path: string, engine: string | null, imageSize: number | null): string | null {
    const { server, sessions } = this.store.getState();
    const wanted = server?.engines.find(({ name, isDefault }) =>
      engine === null ? isDefault : name === engine,
    );
    if (wanted === undefined) return null;
    const stored = writeEngineName(wanted.name, imageSize ?? wanted.defaultImageSize, wanted.imageSizes);
    const untouched = sessions.find(
      ({ videoPath, engine: used, objects, edited, right }) =>
        videoPath === path && used === stored && objects.length === 0 && !edited && right === "OWN",
    );
    return untouched?.sessionId ?? null;
  }

  addVideo(video: Video): void {
    this.store.setState(({ videos }) => ({ videos: [video, ...videos.filter(({ id }) => id !== video.id)] }));
  }

  async renameVideo(path: string, title: string): Promise<void> {
    try {
      const renamed = await renameVideo(this.#api, path, title);
      this.store.setState(({ videos }) => ({
        videos: videos.map((video) => (video.path === path ? renamed : video)),
      }));
    } catch (error) {
      this.#notices.say("bad", say("gallery:nameNotKept"), sentence(error));
    }
  }

  /** Into the trash, with its sessions. */
  async removeVideo({ path, title }: Video): Promise<void> {
    try {
      const trashId = await deleteVideo(this.#api, path);
      this.store.setState(({ videos, sessions }) => ({
        videos: videos.filter((video) => video.path !== path),
        sessions: sessions.filter((session) => session.videoPath !== path),
      }));
      this.trash.tell(title, trashId);
    } catch (error) {
      this.#notices.say("bad", say("gallery:clipNotDeleted"), sentence(error));
    }
  }

  async renameSession(sessionId: string, name: string): Promise<void> {
    try {
      const kept = await renameSession(this.#api, sessionId, name);
      this.store.setState(({ sessions }) => ({
        sessions: sessions.map((one) => (one.sessionId === sessionId ? { ...one, name: kept } : one)),
      }));
    } catch (error) {
      this.#notices.say("bad", say("gallery:nameNotKept"), sentence(error));
    }
  }

  async duplicateSession({ sessionId, name }: SessionEntry): Promise<void> {
    try {
      await duplicateSession(this.#api, sessionId);
      await this.#refreshSessions();
      this.#notices.say("good", say("gallery:sessionCopied", { name }));
    } catch (error) {
      this.#notices.say("bad", say("gallery:sessionNotCopied"), sentence(error));
    }
  }

  /** Opens a session file; null when it could not be (its entry says why). Its clip may be new here too. */
  async openFile(file: File): Promise<string | null> {
    const sessionId = await this.files.open(file);
    if (sessionId !== null) await this.load();
    return sessionId;
  }

  async #refreshSessions(): Promise<void> {
    this.store.setState({ sessions: await fetchSessions(this.#api) });
  }

  /** Into the trash. */
  async removeSession({ sessionId, name }: SessionEntry): Promise<void> {
    try {
      const trashId = await deleteSession(this.#api, sessionId);
      this.store.setState(({ sessions }) => ({
        sessions: sessions.filter((session) => session.sessionId !== sessionId),
      }));
      this.trash.tell(name, trashId);
    } catch (error) {
      this.#notices.say("bad", say("gallery:sessionNotDeleted"), sentence(error));
    }
  }
}
