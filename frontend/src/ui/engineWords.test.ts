/** What a person reads of an engine, for slow and quick devices, known and unknown times. */
import { describe, expect, it } from "vitest";
import type { Engine } from "../domain/server";
import {
  aboutEngine,
  deviceWords,
  engineNeeds,
  engineTitle,
  formatPace,
  paceWords,
  qualityWords,
  sessionEngineWords,
} from "./engineWords";

const builtIn: Engine = {
  name: "flow",
  title: "Built-in tracker",
  description: "",
  available: true,
  reason: "",
  device: "CPU",
  precision: "",
  estimatedMs: null,
  imageSizes: [],
  defaultImageSize: null,
  needs: "",
  isDefault: true,
  checkpoint: null,
};
const network: Engine = {
  ...builtIn,
  name: "sam2.1_hiera_tiny",
  title: "SAM 2.1 tiny",
  precision: "float32",
  estimatedMs: 2100,
  imageSizes: [1024, 768, 512],
  defaultImageSize: 1024,
};

describe("engines in words", () => {
  it("tell the time of a frame, or frames a second where that says more", () => {
    expect(formatPace(2130)).toBe("about 2.1 s a frame");
    expect(formatPace(260)).toBe("about 0.3 s a frame");
    expect(formatPace(11_800)).toBe("about 12 s a frame");
    expect(formatPace(40)).toBe("about 25 frames a second");
    expect(formatPace(0)).toBe("about 1000 frames a second");
  });

  it("are the catalogue's where it knows the engine, else the server's", () => {
    expect(aboutEngine(network)).toMatch(/smallest and quickest/);
    expect([engineTitle(network), engineNeeds({ ...builtIn, needs: "?" })]).toEqual([
      "SAM 2.1 tiny",
      "nothing to download",
    ]);
    const own = { ...builtIn, name: "own.net", description: "Ours.", needs: "a key" };
    expect([engineTitle(own), aboutEngine(own), engineNeeds(own)]).toEqual([own.title, "Ours.", "a key"]);
  });
  it("name the device and what its numbers are", () => {
    expect(paceWords(network)).toBe("About 2.1 s a frame on this CPU, float32");
    expect(paceWords({ ...network, device: "NVIDIA H100", precision: "bfloat16", estimatedMs: 40 })).toBe(
      "About 25 frames a second on NVIDIA H100, bfloat16",
    );
    expect(paceWords({ ...network, estimatedMs: null })).toBe("On this CPU, float32");
    expect(paceWords(builtIn)).toBe("On this CPU");
    expect(paceWords({ ...builtIn, device: "" })).toBe("");
    expect(deviceWords(network)).toBe("CPU, float32");
    expect(deviceWords(builtIn)).toBe("CPU");
  });

  it("tell what a smaller image brings", () => {
    const { imageSizes } = network;
    expect(imageSizes.map((size) => qualityWords(imageSizes, size))).toEqual([
      "Full (1024)",
      "Faster, coarser (768)",
      "Fastest, coarsest (512)",
    ]);
    expect(qualityWords([1024, 512], 512)).toBe("Faster, coarser (512)");
    expect(paceWords(network, 512)).toBe("About 0.3 s a frame on this CPU, float32");
  });

  it("name what computes a session, also when its engine is gone", () => {
    expect(sessionEngineWords("sam2.1_hiera_tiny@512", [network])).toBe("SAM 2.1 tiny, 512 px");
    expect(sessionEngineWords("flow", [builtIn])).toBe("Built-in tracker");
    expect(sessionEngineWords("sam2_hiera_large@768", [])).toBe("sam2_hiera_large, 768 px");
  });
});
