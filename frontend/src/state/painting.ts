/** Masks under brush and eraser: seen at once, sent when a stroke ends. Strokes that follow go on from what is seen. */
import type { StoreApi } from "zustand/vanilla";
import type { FrameIndex, ObjectId } from "../domain/clip";
import type { Rle } from "../domain/mask";
import { type Dab, dab } from "../masks/brush";
import { encode, paint } from "../masks/rle";
import type { Player } from "../worker/protocol";
import type { Drafts } from "./drafts";
import { colourOf } from "./objectColour";
import type { Prompting } from "./prompting";
import type { SessionState } from "./sessionState";
import { promptKey } from "./stageStore";

/** Calls back once, before the next picture of the display. */
export type Soon = (call: () => void) => void;

/** One object's mask on one frame, from the first stroke until the server has the last. */
interface Sheet {
  readonly objectId: ObjectId;
  readonly frameIndex: FrameIndex;
  readonly mask: Uint8Array;
  /** Until the mask that was there is under it, strokes wait here. */
  waiting: Dab[] | null;
  readonly ready: Promise<void>;
  /** Strokes that ended and are not answered. */
  sending: number;
}

export class Painting {
  readonly #server: StoreApi<SessionState>;
  readonly #prompting: Prompting;
  readonly #drafts: Drafts;
  readonly #player: () => Pick<Player, "maskOf"> | null;
  readonly #soon: Soon;
  /** Those on their way and the one under the brush, by `promptKey`. */
  readonly #sheets = new Map<string, Sheet>();
  /** The one that was painted on last. */
  #sheet: Sheet | null = null;
  #painting = false;
  /** As it was before the stroke, to go back to. */
  #before: Uint8Array | null = null;
  #isDue = false;

  constructor(
    server: StoreApi<SessionState>,
    prompting: Prompting,
    drafts: Drafts,
    player: () => Pick<Player, "maskOf"> | null,
    soon: Soon = (call) => requestAnimationFrame(call),
  ) {
    this.#server = server;
    this.#prompting = prompting;
    this.#drafts = drafts;
    this.#player = player;
    this.#soon = soon;
  }

  /** Starts a stroke. */
  begin(objectId: ObjectId, frameIndex: FrameIndex): void {
    this.#sheet = this.#sheets.get(promptKey(objectId, frameIndex)) ?? this.#newSheet(objectId, frameIndex);
    this.#painting = true;
    this.#before = null;
  }

  /** Goes on with the stroke; the mask is shown before the next picture. */
  go(stretch: Dab): void {
    const sheet = this.#sheet;
    if (sheet === null || !this.#painting) return;
    if (sheet.waiting !== null) sheet.waiting.push(stretch);
    else this.#lay(sheet, stretch);
    this.#showSoon();
  }

  /** Sends the mask. Resolves when it is answered, with all that came after it. */
  async end(): Promise<void> {
    const sheet = this.#sheet;
    if (sheet === null || !this.#painting) return;
    this.#painting = false;
    sheet.sending += 1;
    await sheet.ready;
    const rle = this.#rleOf(sheet);
    this.#show(sheet, rle);
    await this.#send(sheet, rle);
  }

  /** Takes the stroke back. */
  cancel(): void {
    const sheet = this.#sheet;
    this.#painting = false;
    if (sheet === null) return;
    if (sheet.waiting !== null) sheet.waiting = [];
    if (this.#before !== null) sheet.mask.set(this.#before);
    if (sheet.sending === 0) this.#drop(sheet);
    else this.#showSoon();
  }

  /** A whole mask at once, as a candidate that was chosen. */
  async place(objectId: ObjectId, frameIndex: FrameIndex, rle: Rle): Promise<void> {
    const sheet = this.#newSheet(objectId, frameIndex, rle);
    sheet.sending = 1;
    this.#sheet = sheet;
    await sheet.ready;
    this.#show(sheet, rle);
    await this.#send(sheet, rle);
  }

  get #size() {
    const video = this.#server.getState().session?.video;
    return { width: video?.width ?? 0, height: video?.height ?? 0 };
  }

  #newSheet(objectId: ObjectId, frameIndex: FrameIndex, start: Rle | null = null): Sheet {
    const { width, height } = this.#size;
    const mask = new Uint8Array(width * height);
    const begin = async (): Promise<void> => {
      const rle = start ?? (await this.#player()?.maskOf(frameIndex, objectId)) ?? null;
      if (rle !== null) paint(rle, mask, 1);
      const waiting = sheet.waiting ?? [];
      sheet.waiting = null;
      for (const stretch of waiting) this.#lay(sheet, stretch);
    };
    const ready = Promise.resolve().then(begin);
    const sheet: Sheet = { objectId, frameIndex, mask, waiting: [], ready, sending: 0 };
    this.#sheets.set(promptKey(objectId, frameIndex), sheet);
    return sheet;
  }

  #lay(sheet: Sheet, stretch: Dab): void {
    this.#before ??= sheet.mask.slice();
    dab(sheet.mask, this.#size, stretch);
  }

  #rleOf(sheet: Sheet): Rle {
    const { width, height } = this.#size;
    return encode(sheet.mask, height, width);
  }

  #showSoon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    this.#soon(() => {
      this.#isDue = false;
      const sheet = this.#sheet;
      if (sheet !== null && sheet.waiting === null) this.#show(sheet, this.#rleOf(sheet));
      else if (sheet !== null && this.#painting) this.#showSoon();
    });
  }

  #show(sheet: Sheet, rle: Rle): void {
    const { objectId, frameIndex } = sheet;
    if (sheet !== this.#sheet) return;
    const colour = colourOf(this.#server.getState().session, objectId);
    this.#drafts.set("paint", { objectId, frameIndex, colour, rle });
  }

  async #send(sheet: Sheet, rle: Rle): Promise<void> {
    await this.#prompting.drawMask(sheet.objectId, sheet.frameIndex, rle);
    sheet.sending -= 1;
    const isUnderBrush = this.#painting && sheet === this.#sheet;
    if (sheet.sending === 0 && !isUnderBrush) this.#drop(sheet);
  }

  /** From here on the session's own mask is shown. */
  #drop(sheet: Sheet): void {
    const key = promptKey(sheet.objectId, sheet.frameIndex);
    if (this.#sheets.get(key) === sheet) this.#sheets.delete(key);
    if (sheet !== this.#sheet) return;
    this.#sheet = null;
    this.#drafts.set("paint", null);
  }
}
