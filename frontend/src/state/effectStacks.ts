/**
 * Knows the effects of each session, kept in this browser: they come back with the session here, but not elsewhere.
 * Where storage is refused or full they last as long as the page.
 */
import type { EffectStack } from "../domain/effect";
import { defaultStack, parseStack } from "../effects/stack";
import type { StageStore } from "./stageStore";

export class EffectStacks {
  readonly #storage: Storage | null;
  readonly #key: string;

  constructor(storage: Storage | null, sessionId: string) {
    this.#storage = storage;
    this.#key = `masklet.effects.${sessionId}`;
  }

  read(): EffectStack {
    try {
      return parseStack(JSON.parse(this.#storage?.getItem(this.#key) ?? "null")) ?? defaultStack;
    } catch {
      // Somebody else's or an older text: start from the default.
      return defaultStack;
    }
  }

  /** Keeps every change until the returned function is called. */
  follow(stage: StageStore): () => void {
    return stage.subscribe(({ effects }, before) => {
      if (effects !== before.effects) this.#write(effects);
    });
  }

  #write(stack: EffectStack): void {
    try {
      this.#storage?.setItem(this.#key, JSON.stringify(stack));
    } catch {
      // Full: the effects last as long as the page.
    }
  }
}
