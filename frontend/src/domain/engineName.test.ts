/** Names of engines there and back, with and without a smaller image. */
import { describe, expect, it } from "vitest";
import { readEngineName, writeEngineName } from "./engineName";

const sizes = [1024, 768, 512];

describe("the engine of a session", () => {
  it("is its name where images are full", () => {
    expect(writeEngineName("sam2.1_hiera_tiny", null, sizes)).toBe("sam2.1_hiera_tiny");
    expect(writeEngineName("sam2.1_hiera_tiny", 1024, sizes)).toBe("sam2.1_hiera_tiny");
    expect(writeEngineName("flow", null, [])).toBe("flow");
    expect(readEngineName("sam2.1_hiera_tiny")).toEqual({ engine: "sam2.1_hiera_tiny", imageSize: null });
  });

  it("carries a smaller image behind its name", () => {
    expect(writeEngineName("sam2.1_hiera_tiny", 512, sizes)).toBe("sam2.1_hiera_tiny@512");
    expect(readEngineName("sam2.1_hiera_tiny@512")).toEqual({ engine: "sam2.1_hiera_tiny", imageSize: 512 });
  });

  it("is taken as it is where it means something else", () => {
    expect(readEngineName("own@home")).toEqual({ engine: "own@home", imageSize: null });
    expect(readEngineName("@512")).toEqual({ engine: "@512", imageSize: null });
  });
});
