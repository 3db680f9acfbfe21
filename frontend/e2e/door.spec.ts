/** A server that asks for a token: coming in, coming in again over the work, and share links for guests. */
import { type Browser, expect as bare, type Page } from "@playwright/test";
import { openSample, prompted, row } from "./states/stage_steps";
import { clean } from "./support/axe";
import { test as base, LiveServer } from "./support/server";
import { canvas, clickAt, opened } from "./support/stage";

const TOKEN = "a-token-of-these-tests-0123456789";
const BALLOON = [0.155, 0.25] as const;
const SECOND = [0.5, 0.5] as const;
/** The server shares its machine with others. */
const expect = bare.configure({ timeout: 20_000 });
const shots = process.env.MASKLET_SHOTS;

async function take(page: Page, name: string): Promise<void> {
  if (shots !== undefined) await page.screenshot({ path: `${shots}/${name}.png` });
}

async function takeNarrow(page: Page, name: string): Promise<void> {
  await page.setViewportSize({ width: 390, height: 844 });
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(sideways, `${name} scrolls sideways`).toBeLessThanOrEqual(0);
  await take(page, `${name}-phone`);
  await page.setViewportSize({ width: 1280, height: 720 });
}

const test = base.extend<object, { asking: LiveServer }>({
  asking: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern
    async ({}, use) => {
      const server = await LiveServer.create({ MASKLET_ACCESS: "token", MASKLET_ACCESS_TOKEN: TOKEN });
      await use(server);
      await server.remove();
    },
    { scope: "worker", timeout: 180_000 },
  ],
  baseURL: ({ asking }, use) => use(asking.url),
});

async function signIn(page: Page): Promise<void> {
  await page.getByLabel("Token", { exact: true }).fill(TOKEN);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toHaveCount(0);
}

test("a stranger sees the sign-in alone, comes in with the token, and goes out again", async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto("/");
  const dialog = page.getByRole("dialog", { name: "Sign in to Masklet Studio" });
  await expect(dialog).toBeVisible();
  await expect(page.getByLabel("Token", { exact: true })).toBeFocused();
  await take(page, "door-sign-in");
  await clean(page, "signing in");
  await takeNarrow(page, "door-sign-in");
  await page.keyboard.press("Escape");
  await page.getByLabel("Token", { exact: true }).fill("not-the-token-of-this-server");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(dialog.getByRole("alert")).toContainText("not right");
  await take(page, "door-wrong-token");
  await clean(page, "a wrong token");
  await signIn(page);
  await expect(page.getByRole("button", { name: "Open Balloons at dusk" })).toBeVisible();
  await page.getByRole("button", { name: "Signed in: token holder" }).click();
  await take(page, "door-account");
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(dialog).toBeVisible();
});

test("where the sign-in runs out, the work stays, and the click that waited is taken", async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto("/");
  await signIn(page);
  await openSample(page);
  await page.context().clearCookies();
  await clickAt(page, BALLOON);
  const dialog = page.getByRole("dialog", { name: "Sign in again" });
  await expect(dialog).toContainText("Nothing is lost");
  await take(page, "door-again");
  await clean(page, "signing in again");
  await prompted(page, () => signIn(page));
  await expect(row(page, "Object 1")).toBeVisible();
});

/** The address of a new link of the open session. */
async function linkOf(page: Page, right: "Can look" | "Can edit"): Promise<string> {
  await page.getByRole("button", { name: "Share", exact: true }).click();
  const panel = page.getByRole("dialog", { name: /^Share / });
  await expect(panel.getByText("Fetching the links…")).toHaveCount(0);
  await panel.getByRole("radio", { name: right }).click();
  await panel.getByRole("button", { name: "Create link" }).click();
  const address = await panel.getByRole("textbox", { name: `Link: ${right}` }).inputValue();
  await panel.getByRole("button", { name: "Close" }).click();
  return address;
}

async function guestAt(browser: Browser, address: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  const page = await context.newPage();
  await page.goto(address);
  return page;
}

test("a guest looks, another edits, and a removed link gives nothing any more", async ({ page, browser }) => {
  test.setTimeout(240_000);
  await page.goto("/");
  await signIn(page);
  await openSample(page);
  await prompted(page, () => clickAt(page, BALLOON));
  await page.getByRole("button", { name: "Rename Balloons at dusk" }).click();
  const long =
    "Balloons at dusk over the lake, second camera, take 14, with a name that no header has room for";
  await page.getByRole("textbox", { name: "Name of the session" }).fill(long);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Share", exact: true }).click();
  await expect(page.getByText("Not shared yet")).toBeVisible();
  await take(page, "share-none");
  await page.getByRole("button", { name: "Close" }).click();
  const looking = await linkOf(page, "Can look");
  const editing = await linkOf(page, "Can edit");

  const reader = await guestAt(browser, looking);
  await opened(reader);
  await expect(reader.getByText("Read only", { exact: true })).toBeVisible();
  await expect(row(reader, "Object 1")).toBeVisible();
  for (const name of ["Click", "Brush", "Track forward", "Add object", "Delete Object 1"])
    await expect(reader.getByRole("button", { name, exact: true })).toBeDisabled();
  await expect(reader.getByRole("button", { name: "Share", exact: true })).toHaveCount(0);
  await take(reader, "read-only");
  await clean(reader, "read only");
  await takeNarrow(reader, "read-only");
  await clickAt(reader, SECOND);
  await reader.keyboard.press("w");
  await expect(reader.getByText("This session is read only")).toBeVisible();
  await expect(row(reader, "Object 2")).toHaveCount(0);
  await reader.keyboard.press("End");
  await expect(reader.getByRole("slider", { name: "Frame" })).not.toHaveAttribute("aria-valuenow", "0");
  await reader.keyboard.press("Home");
  await reader.getByRole("tab", { name: "Effects" }).click();
  await expect(reader.getByText("Only you see these effects")).toBeVisible();

  const editor = await guestAt(browser, editing);
  await opened(editor);
  await expect(canvas(editor)).toBeVisible();
  await editor.getByRole("button", { name: "Add object" }).click();
  await prompted(editor, () => clickAt(editor, SECOND));
  await expect(row(editor, "Object 2")).toBeVisible();
  // Seen by all who are there.
  await reader.getByRole("tab", { name: "Objects" }).click();
  await expect(row(reader, "Object 2")).toBeVisible();
  await editor.goto("/");
  await expect(editor.getByText("Shared with you")).toBeVisible();
  await expect(editor.getByRole("button", { name: "Upload videos" })).toHaveCount(0);
  await take(editor, "guest-home");
  await clean(editor, "a guest's home");
  await takeNarrow(editor, "guest-home");

  await page.getByRole("button", { name: "Share", exact: true }).click();
  const panel = page.getByRole("dialog", { name: /^Share / });
  await expect(panel.getByRole("listitem")).toHaveCount(2);
  await take(page, "share-links");
  await clean(page, "share links");
  await takeNarrow(page, "share-links");
  await panel.getByRole("button", { name: "Remove link: Can look" }).click();
  await take(page, "share-question");
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove link" }).click();
  await expect(panel.getByRole("listitem")).toHaveCount(1);
  await reader.goto(looking);
  await expect(reader.getByText("This share link no longer works")).toBeVisible();
  await expect(reader.getByRole("dialog", { name: "Sign in to Masklet Studio" })).toBeVisible();
  await take(reader, "link-dead");
  await reader.context().close();
  await editor.context().close();
});
