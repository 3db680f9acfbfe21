/** The keys and their list, changed in place, and the page in another language. */
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { test } from "../support/server";
import { openSample } from "./stage_steps";

/** Where pictures for review go; without it none are made. */
const pictures = process.env.MASKLET_KEY_PICTURES;
const take = async (page: Page, name: string) => {
  if (pictures !== undefined) await page.screenshot({ path: `${pictures}/${name}.png` });
};

async function isClean(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  expect(grave.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`)).toEqual([]);
}

const frame = (page: Page) => page.getByRole("textbox", { name: "Frame number" });

test("keys step, shuttle backward, and are changed in their list, which a reload keeps", async ({ page }) => {
  await openSample(page);
  for (let step = 0; step < 3; step++) await page.keyboard.press("v");
  await expect(frame(page)).toHaveValue("30");
  await page.keyboard.press("j");
  await expect(page.getByText("◀ 1×")).toBeVisible();
  await expect.poll(async () => Number(await frame(page).inputValue())).toBeLessThan(29);
  await page.keyboard.press("k");
  await expect(page.getByText("◀ 1×")).toHaveCount(0);

  await page.keyboard.press("?");
  const list = page.getByRole("dialog", { name: "Keys" });
  await expect(list).toBeVisible();
  await isClean(page);
  await take(page, "keys-wide");
  await list.getByRole("button", { name: "Change F of “Next frame”" }).press("Enter");
  await page.keyboard.press("d");
  const conflict = list.getByRole("alert");
  await expect(conflict).toContainText("D is “Previous frame”.");
  await take(page, "keys-conflict");
  await isClean(page);
  await page.keyboard.press("Enter");
  await expect(list.getByRole("button", { name: "Change D of “Next frame”" })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.reload();
  await expect(frame(page)).toHaveValue("0");
  await page.keyboard.press("d");
  await expect(frame(page)).toHaveValue("1");
});

test("the list scrolls in a small window, and takes the habits of other tools", async ({ page }) => {
  await page.setViewportSize({ width: 768, height: 600 });
  await openSample(page);
  await page.getByRole("button", { name: "Keys", exact: true }).click();
  const list = page.getByRole("dialog", { name: "Keys" });
  await list.getByRole("combobox", { name: "Keys as in" }).click();
  await page.getByRole("option", { name: "After Effects" }).click();
  await expect(list.getByRole("button", { name: "Change Page Down of “Next frame”" })).toBeVisible();
  await take(page, "keys-768");
  await list.getByText("Take away at the crosshair").scrollIntoViewIfNeeded();
  await take(page, "keys-768-end");
  await list.getByRole("searchbox").fill("track");
  await expect(list.getByRole("listitem").first()).toContainText("Track forward");
  await page.keyboard.press("Escape");
  await expect(list).toHaveCount(0);
});

test("another language is chosen, said at once, and kept", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "Language", exact: true }).click();
  await take(page, "languages");
  await isClean(page);
  await page.getByRole("menuitemradio", { name: "简体中文" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-Hans");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "快捷键" })).toBeVisible();
  await take(page, "keys-zh");
  await page.keyboard.press("Escape");
  await page.reload();
  await expect(page.getByRole("button", { name: "语言", exact: true })).toBeVisible();
});

test.describe("a browser in Russian", () => {
  test.use({ locale: "ru-RU" });
  test("is spoken to in Russian, and its letters are keys all the same", async ({ page }) => {
    await page.goto("/");
    await expect(page.locator("html")).toHaveAttribute("lang", "ru");
    await expect(page.getByRole("button", { name: "Клавиши", exact: true })).toBeVisible();
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog", { name: "Клавиши" })).toBeVisible();
    await take(page, "keys-ru");
  });
});
