/** Numbers as people read them. */
import { describe, expect, it } from "vitest";
import { formatBytes, formatDate, formatNumber, formatShare } from "../words/numbers";
import { speak } from "../words/words";
import { formatDuration, formatFrameTime, formatLasting, formatRemaining, formatWhen } from "./format";

describe("format", () => {
  it("writes durations", () => {
    expect([0, 9.6, 75.4, 3700].map(formatDuration)).toEqual(["0:00", "0:10", "1:15", "1:01:40"]);
  });
  it("writes a frame's time with hundredths and without drift", () => {
    expect(formatFrameTime(80, { numerator: 25, denominator: 1 })).toBe("0:03.20");
    expect(formatFrameTime(30000, { numerator: 30000, denominator: 1001 })).toBe("16:41.00");
    expect(formatFrameTime(149, { numerator: 50, denominator: 1 })).toBe("0:02.98");
  });
  it("writes sizes", () => {
    expect([0, 1023, 1536, 1782579, 2 * 1024 ** 3].map(formatBytes)).toEqual([
      "0 B",
      "1023 B",
      "1.5 KB",
      "1.7 MB",
      "2.0 GB",
    ]);
  });
  it("writes what is left", () => {
    expect([0.2, 13.2, 100, 7200].map(formatRemaining)).toEqual(["1 s", "14 s", "2 min", "2.0 h"]);
  });
  it("writes how long something lasts, with the plurals of each language", async () => {
    const times = [1, 90, 60, 1800, 3600, 5400, 36 * 3600, 86400, 2 * 86400, 5 * 86400 + 7];
    const all = () => times.map(formatLasting).join(", ");
    expect(all()).toBe(
      "1 second, 90 seconds, 1 minute, 30 minutes, 1 hour, 90 minutes, 36 hours, 1 day, 2 days, 5 days",
    );
    await speak("ru");
    expect(all()).toBe(
      "1 секунду, 90 секунд, 1 минуту, 30 минут, 1 час, 90 минут, 36 часов, 1 день, 2 дня, 5 дней",
    );
    await speak("zh");
    expect(formatLasting(86400)).toBe("1 天");
    await speak("ko");
    expect(formatLasting(7 * 86400)).toBe("7일");
    await speak("en");
  });
  it("writes when", () => {
    const now = 1_000_000;
    expect(
      [now - 5, now - 300, now - 7200, now - 86400, now - 3 * 86400].map((t) => formatWhen(t, now)),
    ).toEqual(["just now", "5 min ago", "2 h ago", "1 day ago", "3 days ago"]);
  });
  it("writes as the spoken language does", async () => {
    await speak("ru");
    expect([formatBytes(1536), formatRemaining(7200), formatNumber(12345), formatShare(0.45)]).toEqual([
      "1,5 КБ",
      "2,0 ч",
      "12\u00a0345",
      "45 %",
    ]);
    await speak("en");
    expect([formatNumber(12345.67, 1), formatDate(0).length > 0]).toEqual(["12,345.7", true]);
  });
});
