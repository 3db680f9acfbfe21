/** What the page hears of anything that a worker throws. */
import { describe, expect, it } from "vitest";
import { Fault } from "../domain/problem";
import { FrameUnreadable } from "../media/frame_source";
import { MovieTooLarge } from "../media/movie_file";
import { EncodingFailed } from "../media/movie_writer";
import { GraphicsError } from "../render/gl";
import { problemOf } from "./problem";

describe("problemOf", () => {
  it.each([
    [new FrameUnreadable("Frame 3 could not be read."), "FRAME_UNREADABLE"],
    [new GraphicsError("No WebGL2."), "GRAPHICS_FAILED"],
    [new EncodingFailed("It gave up."), "ENCODING_FAILED"],
    [new MovieTooLarge(2 ** 30), "MOVIE_TOO_LARGE"],
    [new DOMException("Full.", "QuotaExceededError"), "DISK_FULL"],
    [new TypeError("x is undefined"), "PLAYER_FAILED"],
  ])("tells %s apart", (error, code) => {
    expect(problemOf(error, "PLAYER_FAILED")).toEqual({ code, message: error.message });
  });
  it("passes on what had a code, with its facts, and takes whatever else was thrown for a word", () => {
    const problem = { code: "LIMIT_EXCEEDED", message: "At most 3.", details: { limit: 3 } };
    expect(problemOf(new Fault(problem), "MOVIE_FAILED")).toEqual(problem);
    expect(problemOf("gone", "MOVIE_FAILED")).toEqual({ code: "MOVIE_FAILED", message: "gone" });
  });
});
