/** The page in another language: said anew as a whole, marked so, and kept. */
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { createNotices } from "../state/notices";
import { createPreferences } from "../state/preferences";
import { say, speak, spoken } from "../words/words";
import { LanguageMenu } from "./LanguageMenu";
import { followLanguage } from "./language";
import { renderInSession } from "./stageSetting";

afterEach(async () => {
  cleanup();
  await speak("en");
});

const heard = (code: string) => expect.poll(() => spoken()).toBe(code);

describe("followLanguage", () => {
  it("speaks the browser's language until another is chosen", async () => {
    const preferences = createPreferences(null);
    await followLanguage(preferences, createNotices());
    expect([spoken(), document.documentElement.lang]).toEqual(["en", "en"]);
    preferences.setState({ language: "zh" });
    await heard("zh");
    expect(document.documentElement.lang).toBe("zh-Hans");
    render(<p>{say("app:clips")}</p>);
    expect(screen.getByText("视频")).toBeTruthy();
    preferences.setState({ language: "en" });
    await heard("en");
  });
});

describe("the menu of languages", () => {
  it("calls each as its speakers do, and keeps the choice", async () => {
    const { services } = renderInSession(<LanguageMenu />);
    const button = screen.getByRole("button", { name: "Language" });
    act(() => button.focus());
    fireEvent.keyDown(button, { key: "Enter" });
    const names = screen.getAllByRole("menuitemradio").map((item) => item.textContent);
    expect(names).toEqual(["English", "简体中文", "Русский", "한국어"]);
    fireEvent.click(screen.getByRole("menuitemradio", { name: "한국어" }));
    expect(services.preferences.getState().language).toBe("ko");
  });
});
