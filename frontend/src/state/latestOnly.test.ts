/** One at a time, newest last. */
import { expect, it } from "vitest";
import { LatestOnly } from "./latestOnly";

it("sends the first at once and, of those that came meanwhile, only the newest", async () => {
  const sent: number[] = [];
  const releases: (() => void)[] = [];
  const sender = new LatestOnly<number>((value) => {
    sent.push(value);
    return new Promise((resolve) => releases.push(resolve));
  });
  const finished = sender.put(1);
  void sender.put(2);
  void sender.put(3);
  expect(sent).toEqual([1]);
  releases[0]?.();
  await Promise.resolve();
  expect(sent).toEqual([1, 3]);
  await Promise.resolve();
  releases[1]?.();
  await finished;
  void sender.put(4);
  expect(sent).toEqual([1, 3, 4]);
});
