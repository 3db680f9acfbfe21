/** Which mask stands in for an object's own in the picture: the one being painted before one that is only looked at. */
import type { Draft } from "../domain/mask";
import type { Player } from "../worker/protocol";

/** Most urgent first. */
const purposes = ["paint", "candidate", "preview"] as const;
export type Purpose = (typeof purposes)[number];

export type DraftPlayer = Pick<Player, "setDraft">;

export class Drafts {
  readonly #player: () => DraftPlayer | null;
  readonly #wanted = new Map<Purpose, Draft>();
  #shown: Draft | null = null;

  constructor(player: () => DraftPlayer | null) {
    this.#player = player;
  }

  /** Null: none for that purpose. */
  set(purpose: Purpose, draft: Draft | null): void {
    if (draft === null) this.#wanted.delete(purpose);
    else this.#wanted.set(purpose, draft);
    const [next = null] = purposes.flatMap((one) => this.#wanted.get(one) ?? []);
    if (next === this.#shown) return;
    this.#shown = next;
    this.#player()?.setDraft(next);
  }

  /** A player that was opened anew knows of none. */
  attach(player: DraftPlayer): void {
    if (this.#shown !== null) player.setDraft(this.#shown);
  }
}
