/** Deleting from end to end: what goes along is said, undone at once, found in the trash, and gone for good. */
import { expect as bare, type Locator, type Page } from "@playwright/test";
import { test } from "./states/live";
import { prompted, smallClip } from "./states/stage_steps";
import { clean } from "./support/axe";
import { clickAt, uploadAndOpen } from "./support/stage";

/** The server shares its machine with others. */
const expect = bare.configure({ timeout: 20_000 });
const shots = process.env.MASKLET_SHOTS;
const NAME =
  "Evening flight over the lake, second camera, take 14, a title as long as people like to have them";

async function take(page: Page, name: string): Promise<void> {
  if (shots !== undefined) await page.screenshot({ path: `${shots}/${name}.png` });
}

/** The server is other tests' too: an empty trash is one whose answer is emptied on its way. */
async function lookIntoAnEmptyTrash(page: Page, panel: Locator): Promise<void> {
  await page.route("**/graphql", async (route) => {
    if (!route.request().postData()?.includes("query Trash")) return route.fallback();
    const answer = await route.fetch();
    const { data } = await answer.json();
    await route.fulfill({ response: answer, json: { data: { ...data, trash: [] } } });
  });
  await page.getByRole("button", { name: "Trash", exact: true }).click();
  await expect(panel).toContainText("What was deleted stays here for 1 day, then it is gone for good.");
  await expect(panel).toContainText("The trash is empty");
  await expect(panel).toContainText(/used, .* of it in the trash/);
  await take(page, "trash-empty");
  await clean(page, "an empty trash");
  await panel.getByRole("button", { name: "Close" }).click();
  await page.unroute("**/graphql");
}

test("a clip is deleted, comes back, is deleted again, and goes for good", async ({ page }) => {
  test.setTimeout(180_000);
  const clip = smallClip("flight");
  await uploadAndOpen(page, clip.file, "flight");
  await prompted(page, () => clickAt(page, clip.point));
  await page.goto("/");
  const own = page.getByRole("region", { name: "Your clips" });
  const sessions = page.getByRole("region", { name: "Continue" });
  const ownSession = sessions.getByRole("listitem").filter({ hasText: NAME });
  await own.getByRole("button", { name: "Rename flight" }).click();
  await own.getByRole("textbox", { name: "Name of flight" }).fill(NAME);
  await page.keyboard.press("Enter");
  const panel = page.getByRole("dialog", { name: "Trash" });
  const inTrash = panel.getByRole("listitem").filter({ hasText: NAME });
  await lookIntoAnEmptyTrash(page, panel);

  const question = page.getByRole("alertdialog");
  const remove = async () => {
    await own.getByRole("button", { name: `Delete ${NAME}` }).click();
    await expect(question).toContainText("the clip, 1 session, 1 object, 1 mask");
    await expect(question).toContainText("You can bring it back for 1 day;");
    await take(page, "trash-question");
    await question.getByRole("button", { name: "Delete clip" }).click();
    await expect(own.getByRole("button", { name: `Open ${NAME}` })).toHaveCount(0);
  };
  await remove();
  await take(page, "trash-undo");
  await clean(page, "a deletion that can be undone");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(own.getByRole("button", { name: `Open ${NAME}` })).toBeVisible();
  await expect(ownSession).toHaveCount(1);
  await expect(ownSession).toContainText("1 object");

  await remove();
  await page.reload();
  await page.getByRole("button", { name: "Trash", exact: true }).click();
  await expect(inTrash).toContainText(/Clip · .* · gone for good in (23|24)\.\d h/);
  await take(page, "trash-full");
  await clean(page, "a trash with a clip");
  await page.setViewportSize({ width: 390, height: 844 });
  await take(page, "trash-full-phone");
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(sideways).toBeLessThanOrEqual(0);
  await panel.getByRole("button", { name: `Restore ${NAME}` }).click();
  await expect(inTrash).toHaveCount(0);
  await panel.getByRole("button", { name: "Close" }).click();
  await page.setViewportSize({ width: 1280, height: 720 });

  await remove();
  await page.getByRole("button", { name: "Trash", exact: true }).click();
  await panel.getByRole("button", { name: `Delete ${NAME} for good` }).click();
  await expect(question).toContainText("cannot be undone");
  await question.getByRole("button", { name: "Delete for good" }).click();
  await expect(inTrash).toHaveCount(0);
  await panel.getByRole("button", { name: "Close" }).click();
  await expect(own.getByRole("button", { name: `Open ${NAME}` })).toHaveCount(0);
  await expect(ownSession).toHaveCount(0);
});
