/**
 * Keeps the effects on the screen and those of the session on the server the same: a change is seen at once and sent when
 * the hand rests, the last one wins; what comes from the server (undo, another tab) is shown, unless a change is on its way.
 */
import { ApiError } from "../api/errors";
import { fetchEffects, setEffects, tellEffects } from "../api/sessions";
import type { EffectStack } from "../domain/effect";
import { defaultStack, readStack } from "../effects/layers";
import { say } from "../words/words";
import { attempt, type Surroundings } from "./attempt";
import { browserClock, type Clock } from "./clock";
import { LatestOnly } from "./latestOnly";
import type { OpenSession } from "./sessionState";
import type { StageStore } from "./stageStore";

/** A slider that is dragged is one step of the history. */
export const REST_MS = 600;
/** Browsers carry no more than 64 KiB for a page that is left. */
const MOST_TOLD = 60_000;

export interface EffectSurroundings extends Surroundings {
  readonly stage: StageStore;
  /** Where effects were kept before they belonged to the session: they are taken over once. */
  readonly storage: Storage | null;
  readonly clock?: Clock;
}

const keyOf = (sessionId: string): string => `masklet.effects.${sessionId}`;

function read(text: string | null | undefined): EffectStack | null {
  try {
    return readStack(JSON.parse(text ?? "null"));
  } catch {
    // Somebody else's or a damaged text: none.
    return null;
  }
}

const same = (one: EffectStack, other: EffectStack): boolean => JSON.stringify(one) === JSON.stringify(other);

/** As the server takes it: it knows no objects that are gone. */
function textOf(stack: EffectStack, { objects }: OpenSession): string {
  const known = new Set(objects.map(({ objectId }) => objectId));
  return JSON.stringify(
    stack.map((layer) => ({ ...layer, objectIds: layer.objectIds?.filter((id) => known.has(id)) ?? null })),
  );
}

export class SessionEffects {
  readonly #around: EffectSurroundings;
  readonly #sender = new LatestOnly<EffectStack>((stack) => this.#send(stack));
  #cancelRest: (() => void) | null = null;
  #sending: Promise<void> | null = null;
  /** The last that the screen got from here. */
  #shown: EffectStack | null = null;
  /** The server has another stack than the screen, which it refused or did not hear of. */
  #isUnsaved = false;
  /** Somebody else changed them while ours were on their way. */
  #isDoubtful = false;

  constructor(around: EffectSurroundings) {
    this.#around = around;
    around.stage.subscribe(({ effects }, before) => {
      if (effects !== before.effects && effects !== this.#shown) this.#touched();
    });
    around.server.subscribe(({ session, connection }, before) => {
      if (session === null) return;
      if (before.session === null) this.#open(session);
      else if (session.effects !== before.session.effects) this.#hear(session.effects);
      if (connection === "live" && before.connection === "reconnecting" && this.#isUnsaved) this.#touched();
    });
  }

  /** Resolves when the server has heard of every change, or refused it. */
  sent(): Promise<void> {
    if (this.#cancelRest !== null) this.#put();
    return this.#sending ?? Promise.resolve();
  }

  /** The person leaves. */
  leave(): void {
    const { api, server, stage } = this.#around;
    const { session } = server.getState();
    if (session === null || !this.#isBusy) return;
    const text = textOf(stage.getState().effects, session);
    if (text.length > MOST_TOLD) return void this.sent();
    this.#rest();
    tellEffects(api, session.sessionId, text);
  }

  get #isBusy(): boolean {
    return this.#cancelRest !== null || this.#sending !== null;
  }

  #open({ sessionId, effects }: OpenSession): void {
    const { stage, storage } = this.#around;
    const kept = effects === null ? read(storage?.getItem(keyOf(sessionId))) : null;
    if (kept !== null && !same(kept, defaultStack)) stage.setState({ effects: kept });
    else {
      storage?.removeItem(keyOf(sessionId));
      this.#show(effects);
    }
  }

  #hear(text: string | null): void {
    if (!this.#isBusy) this.#show(text);
    else if (!same(read(text) ?? defaultStack, this.#around.stage.getState().effects))
      this.#isDoubtful = true;
  }

  #show(text: string | null): void {
    const { stage } = this.#around;
    const effects = read(text) ?? defaultStack;
    this.#isUnsaved = false;
    if (same(effects, stage.getState().effects)) return;
    this.#shown = effects;
    stage.setState({ effects });
  }

  #touched(): void {
    const { session } = this.#around.server.getState();
    // Who may only look, sees other effects alone.
    if (session === null || session.right === "READ") return;
    this.#rest();
    this.#cancelRest = (this.#around.clock ?? browserClock).after(REST_MS, () => this.#put());
  }

  #rest(): void {
    this.#cancelRest?.();
    this.#cancelRest = null;
  }

  #put(): void {
    this.#rest();
    const sending = this.#sender.put(this.#around.stage.getState().effects).then(() => {
      if (this.#sending !== sending) return undefined;
      this.#sending = null;
      return this.#isDoubtful && !this.#isBusy && !this.#isUnsaved ? this.#ask() : undefined;
    });
    this.#sending = sending;
  }

  #send(stack: EffectStack): Promise<void> {
    const { api, storage } = this.#around;
    return attempt(this.#around, say("state:effects_failed"), async (session) => {
      this.#isUnsaved = true;
      await setEffects(api, session.sessionId, textOf(stack, session));
      this.#isUnsaved = false;
      storage?.removeItem(keyOf(session.sessionId));
    });
  }

  /** Whose change came last the server knows. */
  async #ask(): Promise<void> {
    this.#isDoubtful = false;
    const { session } = this.#around.server.getState();
    if (session === null) return;
    try {
      const effects = await fetchEffects(this.#around.api, session.sessionId);
      if (!this.#isBusy) this.#show(effects);
    } catch (error) {
      // The line broke: the session is read anew when it is back.
      if (!(error instanceof ApiError)) throw error;
    }
  }
}
