/** Knows the decoded pictures of a stack's layers. Owns them; tells when one more is there. */

import type { EffectStack } from "../domain/effect";
import { Fault } from "../domain/problem";

const isPicture = (value: unknown): value is string =>
  typeof value === "string" && value.startsWith("data:image/");

/** The data URLs that a stack shows. */
const urlsIn = (stack: EffectStack): ReadonlySet<string> =>
  new Set(stack.flatMap(({ effect }) => Object.values(effect.values).filter(isPicture)));

export class Images {
  readonly #onDecoded: () => void;
  readonly #onFailure: (error: unknown) => void;
  /** By data URL: fulfilled when the picture is there, or has failed. */
  readonly #asked = new Map<string, Promise<void>>();
  #closed = false;
  #decoded: ReadonlyMap<string, ImageBitmap> = new Map();

  constructor(onDecoded: () => void, onFailure: (error: unknown) => void) {
    this.#onDecoded = onDecoded;
    this.#onFailure = onFailure;
  }

  /** Another map after each picture that came. */
  get decoded(): ReadonlyMap<string, ImageBitmap> {
    return this.#decoded;
  }

  /** Decodes what is new; pictures stay for as long as the clip is open, as they are small and come back. */
  want(stack: EffectStack): void {
    for (const url of urlsIn(stack)) {
      if (this.#asked.has(url)) continue;
      this.#asked.set(url, this.#decode(url));
    }
  }

  /** All that was wanted is decoded, or has failed. */
  async settled(): Promise<void> {
    await Promise.all(this.#asked.values());
  }

  close(): void {
    this.#closed = true;
    for (const image of this.#decoded.values()) image.close();
    this.#decoded = new Map();
  }

  async #decode(url: string): Promise<void> {
    try {
      const image = await imageOf(url);
      if (this.#closed) return image.close();
      this.#decoded = new Map([...this.#decoded, [url, image]]);
      this.#onDecoded();
    } catch {
      if (!this.#closed)
        this.#onFailure(
          new Fault({
            code: "EFFECT_PICTURE_UNREADABLE",
            message: "A picture in the effects cannot be read.",
          }),
        );
    }
  }
}

/** Exactly the bytes of the file: neither colours nor transparency are converted. */
export async function imageOf(url: string): Promise<ImageBitmap> {
  const bytes = Uint8Array.from(atob(url.slice(url.indexOf(",") + 1)), (letter) => letter.charCodeAt(0));
  const type = /^data:([^;,]+)/.exec(url)?.[1] ?? "image/png";
  return createImageBitmap(new Blob([bytes], { type }), {
    premultiplyAlpha: "none",
    colorSpaceConversion: "none",
  });
}
