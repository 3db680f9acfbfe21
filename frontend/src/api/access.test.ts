/** What the door answers, and how its refusals are told. */
import { afterEach, describe, expect, it, vi } from "vitest";
import { fetchAccess, signIn, toAccess } from "./access";
import type { ApiError } from "./errors";

const answers = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  vi.stubGlobal("fetch", async () => new Response(JSON.stringify(body), { status, headers }));

const refused = (promise: Promise<unknown>): Promise<ApiError> =>
  promise.then(
    () => {
      throw new Error("It was not refused.");
    },
    (error: ApiError) => error,
  );

afterEach(() => vi.unstubAllGlobals());

describe("the door", () => {
  it("tells who is in", async () => {
    const told = { mode: "token", signedInAs: "Mia", guest: false, canSignOut: true, loginUrl: null };
    answers(200, told);
    expect(await fetchAccess()).toEqual(told);
  });
  it("is no door of ours where the answer says nothing of it", () => {
    expect(() => toAccess({ mode: "wide open" })).toThrow();
    expect(() => toAccess(null)).toThrow();
  });
  it("says why a token is not taken", async () => {
    answers(401, { error: { code: "UNAUTHENTICATED", message: "This token is not right." } });
    expect(await refused(signIn("x"))).toMatchObject({
      code: "UNAUTHENTICATED",
      message: "This token is not right.",
    });
  });
  it("says how long to wait, by header, whatever the body is", async () => {
    answers(429, null, { "Retry-After": "12" });
    expect(await refused(signIn("x"))).toMatchObject({
      code: "RATE_LIMITED",
      details: { retry_after_s: 12 },
    });
  });
  it("is silent where no server is", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no line")));
    expect(await refused(fetchAccess())).toMatchObject({ code: "OFFLINE" });
  });
});
