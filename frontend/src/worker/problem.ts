/** Knows what is told to the page of anything that was thrown: a code, which the page says in the person's language. */
import { Fault, type OwnCode, type Problem } from "../domain/problem";

/** By name, since the classes bring their whole rooms along, which not every worker needs. */
const codes: Readonly<Record<string, OwnCode>> = {
  FrameUnreadable: "FRAME_UNREADABLE",
  GraphicsError: "GRAPHICS_FAILED",
  EncodingFailed: "ENCODING_FAILED",
  MovieTooLarge: "MOVIE_TOO_LARGE",
  QuotaExceededError: "DISK_FULL",
};

/** `otherwise` is said of what nobody foresaw. */
export function problemOf(error: unknown, otherwise: OwnCode): Problem {
  if (error instanceof Fault) return { code: error.code, message: error.message, details: error.details };
  if (!(error instanceof Error)) return { code: otherwise, message: String(error) };
  return { code: codes[error.name] ?? otherwise, message: error.message };
}
