/** The first screen beyond the main path: names, refused uploads, deleting. */
import { expect } from "@playwright/test";
import { test } from "../support/server";
import { smallClip } from "./stage_steps";

test("a clip is uploaded, renamed where it stands, and deleted after a question", async ({ page }) => {
  await page.goto("/");
  const { file } = smallClip("flight");
  await page.getByLabel("Videos to upload", { exact: true }).setInputFiles(file);
  const own = page.getByRole("region", { name: "Your clips" });
  await own.getByRole("button", { name: "Rename flight" }).click();
  await own.getByRole("textbox", { name: "Name of flight" }).fill("Über den Wolken 雲 🎈");
  await page.keyboard.press("Enter");
  await page.reload();
  await own.getByRole("button", { name: "Delete Über den Wolken 雲 🎈" }).click();
  await expect(page.getByRole("alertdialog")).toContainText("Into the trash: the clip");
  await page.getByRole("button", { name: "Delete clip" }).click();
  await expect(own.getByRole("button", { name: "Open Über den Wolken 雲 🎈" })).toHaveCount(0);
});

test("what is no video is refused in a sentence", async ({ page }) => {
  await page.goto("/");
  const upload = page.getByLabel("Videos to upload", { exact: true });
  await upload.setInputFiles({
    name: "notes.mp4",
    mimeType: "video/mp4",
    buffer: Buffer.from("not a video"),
  });
  const card = page.getByRole("listitem", { name: "Upload of notes.mp4" });
  await expect(card.getByRole("alert")).toContainText("video");
  await expect(card.getByRole("button", { name: "Try again" })).toBeVisible();
  await card.getByRole("button", { name: "Dismiss" }).click();
  await expect(card).toHaveCount(0);
  await upload.setInputFiles({ name: "empty.mp4", mimeType: "video/mp4", buffer: Buffer.alloc(0) });
  await expect(page.getByText("This file is empty.")).toBeVisible();
});
