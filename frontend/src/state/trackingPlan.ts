/** What a tracking would change, asked of the server before it starts: shown in the lanes after a correction or while a way is pointed at. */
import type { StoreApi } from "zustand/vanilla";
import type { Api } from "../api/client";
import { fetchPlan, type Tracking } from "../api/tracking";
import { isActive } from "../domain/session";
import type { SessionState } from "./sessionState";
import type { StageStore } from "./stageStore";

/** Quick clicks and a moving pointer ask once. */
const CALM_MS = 300;

export interface PlanSurroundings {
  readonly api: Api;
  readonly server: StoreApi<SessionState>;
  readonly stage: StageStore;
  /** The tracking that would start now: the pointed-at one, or as before. Null where none can. */
  next(): Tracking | null;
}

export class TrackingPlan {
  readonly #around: PlanSurroundings;
  /** What the plan that is shown, or on its way, answers. */
  #asked = "";
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(around: PlanSurroundings) {
    this.#around = around;
  }

  /** Keeps the plan in the stage store up to date until the returned function is called. */
  follow(): () => void {
    const { server, stage } = this.#around;
    const ends = [
      stage.subscribe((now, before) => {
        const changed = (["corrected", "previewed", "frame", "selected"] as const).some(
          (part) => now[part] !== before[part],
        );
        if (changed) this.#soon();
      }),
      server.subscribe(({ session: now }, { session: before }) => {
        if (now?.prompts !== before?.prompts || now?.objects !== before?.objects) this.#asked = "";
        if (now?.prompts !== before?.prompts || now?.propagation !== before?.propagation) this.#soon();
      }),
    ];
    return () => {
      for (const end of ends) end();
      if (this.#timer !== null) clearTimeout(this.#timer);
      this.#timer = null;
    };
  }

  #soon(): void {
    if (!this.#isWanted()) {
      this.#forget();
      return;
    }
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.#ask();
    }, CALM_MS);
  }

  #isWanted(): boolean {
    const { corrected, previewed, pending } = this.#around.stage.getState();
    const running = isActive(this.#around.server.getState().session?.propagation ?? null);
    return (corrected || previewed !== null) && !running && pending.size === 0;
  }

  async #ask(): Promise<void> {
    const { api, stage } = this.#around;
    const tracking = this.#isWanted() ? this.#around.next() : null;
    if (tracking === null) {
      this.#forget();
      return;
    }
    const question = JSON.stringify(tracking);
    if (question === this.#asked) return;
    this.#asked = question;
    try {
      const plan = await fetchPlan(api, tracking);
      if (question === this.#asked) stage.setState({ plan });
    } catch {
      // A hint only: what fails for a reason says so when it is started.
      this.#forget();
    }
  }

  #forget(): void {
    this.#asked = "";
    if (this.#around.stage.getState().plan.length > 0) this.#around.stage.setState({ plan: [] });
  }
}
