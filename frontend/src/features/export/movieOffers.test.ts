/** Where movies are made, and why not elsewhere. */
import { describe, expect, it } from "vitest";
import type { ExportFormat } from "../../domain/server";
import type { Ability } from "../../media/movie_codecs";
import { allFormats, placesFor, reasonFor } from "./movieOffers";

const format = (name: string): ExportFormat => ({
  name,
  title: name,
  description: "",
  suffix: "",
  options: [],
});
const able: Ability = { able: true, encoder: { codec: "avc", parameters: "avc1.64001f" } };

describe("movie offers", () => {
  it("add what only browsers make, once, after MP4", () => {
    const names = (...given: string[]) => allFormats(given.map(format)).map(({ name }) => name);
    expect(names("coco", "mp4", "png")).toEqual(["coco", "mp4", "webm", "png"]);
    expect(names("coco")).toEqual(["coco", "webm"]);
    expect(names("coco", "webm", "mp4")).toEqual(["coco", "webm", "mp4"]);
    expect(names()).toEqual([]);
  });
  it("prefer this browser, and name the reason where there is no choice", () => {
    expect(placesFor(able, true)).toEqual(["browser", "server"]);
    expect(reasonFor(able, true, "MP4")).toBeNull();
    expect(reasonFor(able, false, "WebM")).toBe("WebM is made in this browser only.");
    const unable: Ability = { able: false, why: "no-webcodecs" };
    expect(placesFor(unable, true)).toEqual(["server"]);
    expect(reasonFor(unable, true, "MP4")).toBe("This browser cannot make movies, so the server does it.");
    expect(placesFor(unable, false)).toEqual([]);
    expect(reasonFor(unable, false, "WebM")).toBe("Neither this browser nor this server makes WebM.");
  });
});
