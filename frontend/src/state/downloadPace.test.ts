/** The speed of a download is known from the second look on, and is calm. */
import { describe, expect, it } from "vitest";
import { quickened } from "./downloadPace";
import { aCheckpoint } from "./fixtures";

const at = (haveBytes: number) => aCheckpoint({ state: "DOWNLOADING", haveBytes });

describe("the pace of a download", () => {
  it("needs two looks, then follows slowly", () => {
    const first = quickened(null, at(1000), 0);
    expect(first?.bytesPerSec).toBeNull();
    const second = quickened(first, at(2000), 500);
    expect(second?.bytesPerSec).toBe(2000);
    expect(quickened(second, at(2000), 1500)?.bytesPerSec).toBe(1400);
  });

  it("begins anew for another file, for one that began anew, and ends with it", () => {
    const known = quickened(quickened(null, at(0), 0), at(500), 1000);
    expect(quickened(known, { ...at(900), name: "other" }, 2000)?.bytesPerSec).toBeNull();
    expect(quickened(known, at(100), 2000)?.bytesPerSec).toBeNull();
    expect(quickened(known, aCheckpoint({ state: "VERIFYING" }), 2000)).toBeNull();
    expect(quickened(known, undefined, 2000)).toBeNull();
  });
});
