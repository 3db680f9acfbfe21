/** Signing in as a person meets it, in every mode; the account; a share link that no longer works. */
import { act, cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ApiError } from "../api/errors";
import type { Access } from "../domain/access";
import { tokenIn } from "../features/access/TokenForm";
import { AccountMenu } from "./AccountMenu";
import { DoorLayer } from "./DoorLayer";
import { Notices } from "./Notices";
import { openToAll, renderInSession } from "./stageSetting";

afterEach(() => vi.restoreAllMocks());

const oidc: Access = { ...openToAll, mode: "oidc", canSignOut: true, loginUrl: "/login" };
const token: Access = { ...openToAll, mode: "token", canSignOut: true };

async function shut(access: Access) {
  const setting = renderInSession(<DoorLayer />, {}, {}, access);
  const { door } = setting.services;
  let passed = false;
  void door.passed().then(() => {
    passed = true;
  });
  await screen.findByRole("dialog", {}, { timeout: 4000 });
  return { ...setting, door, hasPassed: () => passed };
}

const type = (text: string) => fireEvent.change(screen.getByLabelText("Token"), { target: { value: text } });

describe("signing in with a token", () => {
  it("asks for it, says that it is wrong, and goes away when it is right", async () => {
    let signedIn: string | null = null;
    const { door, hasPassed } = await shut({
      ...token,
      get signedInAs() {
        return signedIn;
      },
    });
    const enter = vi.spyOn(door, "enter").mockImplementationOnce(async () => {
      door.store.setState({ problem: "This token is not right." });
      return false;
    });
    expect(screen.getByRole("button", { name: "Sign in" }).hasAttribute("disabled")).toBe(true);
    type(" abc ");
    fireEvent.click(screen.getByRole("button", { name: "Sign in" }));
    await waitFor(() => expect(screen.getByRole("alert").textContent).toContain("not right"));
    expect(enter).toHaveBeenCalledWith("abc");
    expect(screen.getByLabelText("Token").getAttribute("aria-invalid")).toBe("true");
    expect(hasPassed()).toBe(false);
    signedIn = "Mia";
    fireEvent.click(screen.getByRole("button", { name: "Sign in" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(hasPassed()).toBe(true);
  });

  it("counts down where there were too many tries", async () => {
    const { door } = await shut(token);
    act(() => door.store.setState({ waitUntil: Date.now() + 12_000 }));
    expect(screen.getByRole("alert").textContent).toMatch(/Too many tries. Again in 1[12] s/);
    type("abc");
    expect(screen.getByRole("button", { name: "Sign in" }).hasAttribute("disabled")).toBe(true);
  });

  it("pastes what was copied, and says so where the browser refuses", async () => {
    await shut(token);
    const read = vi.fn(async () => " from-the-terminal\n");
    vi.stubGlobal("navigator", { ...navigator, clipboard: { readText: read } });
    fireEvent.click(screen.getByRole("button", { name: "Paste" }));
    const field = screen.getByLabelText("Token") as HTMLInputElement;
    await waitFor(() => expect(field.value).toBe("from-the-terminal"));
    read.mockRejectedValueOnce(new Error("no"));
    fireEvent.click(screen.getByRole("button", { name: "Paste" }));
    await waitFor(() => expect(screen.getByRole("alert").textContent).toContain("Ctrl+V"));
    vi.unstubAllGlobals();
  });

  it("finds the token in the address that the server printed", () => {
    expect(tokenIn("http://localhost:3000/?token=abc-123\n")).toBe("abc-123");
    expect(tokenIn("http://studio.lan/session/s?x=1&token=abc#top")).toBe("abc");
    expect(tokenIn(" abc-123 ")).toBe("abc-123");
  });

  it("cannot be pushed aside, and says that work is kept where there is some", async () => {
    const { door } = await shut(token);
    act(() => door.store.setState({ wasIn: true }));
    fireEvent.keyDown(screen.getByRole("dialog"), { key: "Escape" });
    expect(screen.getByRole("dialog", { name: "Sign in again" }).textContent).toContain("Nothing is lost");
  });
});

describe("signing in elsewhere", () => {
  it("is a link with OpenID Connect, in a tab of its own where there is work", async () => {
    const { door } = await shut({ ...openToAll, mode: "oidc", loginUrl: "/login" });
    const link = screen.getByRole("link", { name: "Go on to sign in" });
    expect([link.getAttribute("href"), link.getAttribute("target")]).toEqual(["/login", null]);
    act(() => door.store.setState({ wasIn: true }));
    expect(screen.getByRole("link").getAttribute("target")).toBe("_blank");
  });

  it("is the proxy's with a proxy, and can be looked at again", async () => {
    const { door } = await shut({ ...openToAll, mode: "proxy" });
    expect(screen.getByRole("dialog").textContent).toContain(
      "This server expects to be reached through your sign-in proxy",
    );
    const look = vi.spyOn(door, "look").mockResolvedValue();
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(look).toHaveBeenCalled();
  });

  it("says why where the server does not answer", async () => {
    const { door } = await shut({ ...openToAll, mode: "proxy" });
    act(() => door.store.setState({ access: null, problem: "The server does not answer." }));
    expect(screen.getByRole("alert").textContent).toBe("The server does not answer.");
  });
});

describe("the account", () => {
  const open = () =>
    fireEvent.pointerDown(screen.getByRole("button", { name: /^Signed in:/ }), { button: 0, ctrlKey: false });

  it("is not there where everybody is in", async () => {
    const { services } = renderInSession(<AccountMenu />);
    await act(() => services.door.look());
    expect(screen.queryByRole("button")).toBeNull();
  });
  it("has the name and the way out, and says where that failed", async () => {
    const { services } = renderInSession(<AccountMenu />, {}, {}, { ...oidc, signedInAs: "Mia" });
    await act(() => services.door.look());
    open();
    expect((await screen.findByRole("menu")).textContent).toContain("Mia");
    vi.spyOn(services.door, "leave").mockRejectedValue(new ApiError("OFFLINE", "No line."));
    fireEvent.click(await screen.findByRole("menuitem", { name: "Sign out" }));
    await waitFor(() =>
      expect(services.notices.store.getState().list[0]).toMatchObject({ title: "You are still signed in" }),
    );
  });
  it("has no way out where the server has none", async () => {
    const guest: Access = { ...openToAll, mode: "proxy", guest: true };
    const { services } = renderInSession(<AccountMenu />, {}, {}, guest);
    await act(() => services.door.look());
    open();
    await screen.findByRole("menu");
    expect(screen.getByRole("menu").textContent).toBe("Guest");
  });
});

const page = (
  <>
    <DoorLayer />
    <Notices />
  </>
);

describe("a share link that no longer works", () => {
  it("is told, once", async () => {
    history.replaceState(null, "", "/?share=unknown");
    renderInSession(page);
    expect(screen.getByRole("alert").textContent).toContain("This share link no longer works");
    expect(location.search).toBe("");
  });
  it("is told apart from a sign-in that did not work elsewhere", () => {
    history.replaceState(null, "", "/?login=failed");
    renderInSession(page);
    expect(screen.getByRole("alert").textContent).toContain("Signing in did not work");
  });
});

describe("whoever signed in elsewhere", () => {
  it("comes back to the session that they came for, once", async () => {
    history.replaceState(null, "", "/session/s1");
    await shut(oidc);
    const link = screen.getByRole("link");
    link.addEventListener("click", (event) => event.preventDefault());
    fireEvent.click(link);
    cleanup();
    history.replaceState(null, "", "/");
    renderInSession(page, {}, {}, { ...oidc, signedInAs: "Mia" });
    await waitFor(() => expect(location.pathname).toBe("/session/s1"));
    cleanup();
    history.replaceState(null, "", "/");
    renderInSession(page, {}, {}, { ...oidc, signedInAs: "Mia" });
    await new Promise((wake) => setTimeout(wake, 50));
    expect(location.pathname).toBe("/");
  });
});
