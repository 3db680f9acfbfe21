/** What is marked on the timeline is exported unless the person says otherwise. */
import { describe, expect, it } from "vitest";
import { rangeWithin } from "../../media/movie_plan";
import { framesFor } from "./frameChoice";

const inOut = rangeWithin(12, 31, 60);
const own = rangeWithin(3, 4, 60);

describe("the frames of an export", () => {
  it("are In to Out where they are set, else the whole clip", () => {
    expect(framesFor(null, null)).toEqual({ choice: "whole", range: null });
    expect(framesFor(null, inOut)).toEqual({ choice: "in-out", range: inOut });
  });
  it("are what the person chose", () => {
    expect(framesFor("whole", inOut)).toEqual({ choice: "whole", range: null });
    expect(framesFor(own, inOut)).toEqual({ choice: "part", range: own });
    expect(framesFor("in-out", inOut)).toEqual({ choice: "in-out", range: inOut });
  });
  it("are the whole clip again when In and Out are taken away", () => {
    expect(framesFor("in-out", null)).toEqual({ choice: "whole", range: null });
    expect(framesFor(own, null)).toEqual({ choice: "part", range: own });
  });
});
