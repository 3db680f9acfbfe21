/** The multipart request and the reading of its answer. */
import { describe, expect, it } from "vitest";
import { ApiError } from "./errors";
import { multipartBody, readAnswer } from "./sending";

describe("multipartBody", () => {
  it("sends operations, map and then the file, in this order", () => {
    const file = new File(["abc"], "dog.mp4");
    const body = multipartBody("mutation M", { file });
    expect([...body.keys()]).toEqual(["operations", "map", "file"]);
    expect(JSON.parse(String(body.get("map")))).toEqual({ file: ["variables.file"] });
    expect(JSON.parse(String(body.get("operations"))).variables).toEqual({ file: null });
  });
});

describe("readAnswer", () => {
  it("turns the first GraphQL error into an ApiError with its code and sentence", () => {
    const text = JSON.stringify({
      data: null,
      errors: [{ message: "This file is no video.", extensions: { code: "VIDEO_UNREADABLE" } }],
    });
    const read = () => readAnswer(text, 200);
    expect(read).toThrow(ApiError);
    expect(read).toThrow("This file is no video.");
  });
  it("says the status when the answer is no JSON", () => {
    expect(() => readAnswer("<html>", 413)).toThrow(/413/);
  });
  it("knows a stranger by the status, whatever the answer looks like", () => {
    const refused = JSON.stringify({ error: { code: "UNAUTHENTICATED", message: "Sign in." } });
    expect(() => readAnswer(refused, 401)).toThrow(expect.objectContaining({ code: "UNAUTHENTICATED" }));
  });
  it("gives the data", () => {
    expect(readAnswer(JSON.stringify({ data: { a: 1 } }), 200)).toEqual({ a: 1 });
  });
});
