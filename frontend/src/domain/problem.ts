/** What went wrong, as code and facts, wherever it did: the server, the player's worker, the line between. */

export interface Problem {
  readonly code: string;
  /** An English sentence that a person understands. */
  readonly message: string;
  /** The facts of the sentence, as the server names them; `reason` tells apart what has one code. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** What goes wrong in the browser; the server's codes are in contract/errors.json. */
export const ownCodes = [
  "FRAME_UNREADABLE",
  "GRAPHICS_FAILED",
  "GRAPHICS_LOST",
  "EFFECT_PICTURE_UNREADABLE",
  "PLAYER_FAILED",
  "ENCODING_FAILED",
  "MOVIE_TOO_LARGE",
  "DISK_FULL",
  "MOVIE_FAILED",
] as const;

export type OwnCode = (typeof ownCodes)[number];

/** A problem that is thrown. */
export class Fault extends Error implements Problem {
  override readonly name: string = "Fault";
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor({ code, message, details = {} }: Problem, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.details = details;
  }
}
