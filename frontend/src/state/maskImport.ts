/** One import of masks into the open session: what is chosen, how far it is, what came of it. Nothing of the screen. */
import type { StoreApi } from "zustand/vanilla";
import { createStore } from "zustand/vanilla";
import type { Api } from "../api/client";
import { sendMasks } from "../api/maskImports";
import { type ImportReport, type ImportWish, plainWish } from "../domain/maskImport";
import type { Limits } from "../domain/server";
import { say } from "../words/words";
import type { Surroundings } from "./attempt";
import { type DroppedItems, filesOf, type NamedFile } from "./droppedFiles";
import { type ImportSource, importSource, isPacked } from "./importSource";
import { failureWords, resultWords } from "./importWords";
import type { NoticeBoard } from "./notices";
import type { SessionState } from "./sessionState";
import type { StageStore } from "./stageStore";
import { refusal } from "./uploadState";
import { zip } from "./zip";

/** While it is `packing` or `sending` the page is needed; while it is `reading` it is the server's alone. */
export type ImportStep = "choosing" | "packing" | "sending" | "reading" | "done";

export interface ImportState {
  /** The panel is open. */
  readonly shown: boolean;
  readonly step: ImportStep;
  readonly source: ImportSource | null;
  readonly wish: ImportWish;
  /** Why it was refused, as a sentence. */
  readonly problem: string | null;
  /** Of the files while they are packed, of the one file while it is sent. */
  readonly doneBytes: number;
  readonly report: ImportReport | null;
  /** Every edit that was there before has a smaller or the same id. */
  readonly editsUntil: number;
}

const beginning: ImportState = {
  shown: false,
  step: "choosing",
  source: null,
  wish: plainWish,
  problem: null,
  doneBytes: 0,
  report: null,
  editsUntil: 0,
};

export const isOnItsWay = ({ step }: Pick<ImportState, "step">): boolean =>
  step === "packing" || step === "sending";

export class MaskImport {
  readonly store: StoreApi<ImportState> = createStore<ImportState>(() => beginning);
  readonly #api: Api;
  readonly #server: StoreApi<SessionState>;
  readonly #notices: NoticeBoard;
  readonly #stage: StageStore;
  /** Of the attempt under way. */
  #stopping = new AbortController();

  constructor({ api, server, notices, stage }: Surroundings & { readonly stage: StageStore }) {
    this.#api = api;
    this.#server = server;
    this.#notices = notices;
    this.#stage = stage;
  }

  /** Opens the panel as it was left; after an import that ended, anew. */
  show(): void {
    this.store.setState((state) => ({ ...(state.step === "done" ? beginning : state), shown: true }));
  }

  /** What was chosen stays; what is under way in the browser is given up; the server goes on with what it has. */
  close(): void {
    this.stop();
    this.store.setState(({ step }) => (step === "done" ? beginning : { shown: false }));
  }

  /** Closes the panel, and what was chosen is forgotten. */
  forget(): void {
    if (this.store.getState().step === "choosing") this.store.setState(beginning);
  }

  async drop(items: DroppedItems): Promise<void> {
    this.show();
    if (this.store.getState().step !== "choosing") {
      this.#notices.say("plain", say("import:busy"));
      return;
    }
    try {
      this.choose(await filesOf(items));
    } catch (error) {
      const why = error instanceof Error ? error.message : "";
      this.store.setState({ problem: say("import:unread", { why }) });
    }
  }

  /** Takes the place of what was chosen before; not while something is under way. */
  choose(files: readonly NamedFile[]): void {
    if (this.store.getState().step !== "choosing") return;
    const source = importSource(files);
    this.store.setState({ source, problem: source === null ? say("import:nothingThere") : null });
  }

  wish(change: Partial<ImportWish>): void {
    this.store.setState(({ wish }) => ({ wish: { ...wish, ...change }, problem: null }));
  }

  /** Packs, sends and waits; ends `done` or, with the reason, `choosing`. */
  async start(limits: Limits | null): Promise<void> {
    const { source, step } = this.store.getState();
    const { session } = this.#server.getState();
    if (source === null || session === null || step !== "choosing") return;
    const refused = refusal(source.bytes, limits);
    if (refused !== null) {
      this.store.setState({ problem: refused });
      return;
    }
    const { signal } = this.#begin();
    const editsUntil = Math.max(0, ...session.history.map(({ editId }) => editId));
    this.store.setState({ problem: null, doneBytes: 0, editsUntil });
    try {
      const file = await this.#packed(source, signal);
      const report = await this.#sent(session.sessionId, file, signal);
      if (!signal.aborted) this.#finish(report, source);
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
    }
  }

  /** Nothing of it is kept; no effect once the server has it. */
  stop(): void {
    if (!isOnItsWay(this.store.getState())) return;
    this.#stopping.abort();
    this.store.setState({ step: "choosing", doneBytes: 0 });
  }

  #begin(): AbortController {
    this.#stopping = new AbortController();
    return this.#stopping;
  }

  async #packed(source: ImportSource, signal: AbortSignal): Promise<File> {
    const [only] = source.files;
    if (only !== undefined && !isPacked(source)) return only.file;
    this.store.setState({ step: "packing" });
    const onRead = (doneBytes: number) => !signal.aborted && this.store.setState({ doneBytes });
    return zip(source.files, source.name, { onRead, signal });
  }

  #sent(sessionId: string, file: File, signal: AbortSignal): Promise<ImportReport> {
    this.store.setState({ step: "sending", doneBytes: 0 });
    const sending = sendMasks(this.#api, sessionId, this.store.getState().wish, file, (bytes) => {
      if (signal.aborted) return;
      // The multipart frame around the file counts as sent bytes too.
      this.store.setState({
        doneBytes: Math.min(bytes, file.size),
        step: bytes >= file.size ? "reading" : "sending",
      });
    });
    signal.addEventListener("abort", () => sending.abort());
    return sending.finished;
  }

  /** Where nobody looks any more, a notice says so. */
  #finish(report: ImportReport, { name }: ImportSource): void {
    const { shown, wish } = this.store.getState();
    if (wish.takenAs !== "MASKLETS") this.#stage.setState({ corrected: true }); // to be carried through the clip
    if (!shown) this.#notices.say("good", say("import:doneOf", { name }), resultWords(report));
    this.store.setState(shown ? { step: "done", report } : beginning);
  }

  /** What was chosen stays, to be changed and tried again. */
  #fail(error: unknown): void {
    const problem = failureWords(error);
    const { shown } = this.store.getState();
    if (!shown) this.#notices.say("bad", say("import:failed"), problem);
    this.store.setState({ step: "choosing", problem });
  }
}
