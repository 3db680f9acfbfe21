/** Tells when a job ended: a notice, a system notification if wanted, and the page's title. */
import { useEffect, useState } from "react";
import { isActive, type Job } from "../domain/session";
import type { Notice } from "../state/notices";
import { useSession } from "../state/selectors";
import { useServices } from "../state/services";

interface News {
  readonly tone: Notice["tone"];
  readonly title: string;
  readonly text: string;
}

export function newsOf(job: Job): News {
  const isTracking = job.kind === "PROPAGATION";
  if (job.state === "FAILED") {
    return {
      tone: "bad",
      title: isTracking ? "Tracking failed" : "The export failed",
      text: job.error ?? "",
    };
  }
  if (job.state === "CANCELLED") {
    const kept = `${job.done} of ${job.total} frames are done and kept.`;
    return isTracking
      ? { tone: "plain", title: "Tracking stopped", text: kept }
      : { tone: "plain", title: "Export stopped", text: "" };
  }
  if (isTracking && job.error !== null)
    return { tone: "bad", title: "Tracking is done, with gaps", text: job.error };
  return isTracking
    ? { tone: "good", title: "Tracking is done", text: `${job.total} frames tracked.` }
    : { tone: "good", title: "The export is ready", text: job.fileName ?? "" };
}

export function useJobNews(): (job: Job) => void {
  const { notices, preferences } = useServices();
  return (job) => {
    const { tone, title, text } = newsOf(job);
    notices.say(tone, title, text);
    if (preferences.getState().notify && document.hidden) new Notification(title, { body: text });
  };
}

export function titleOf(name: string, job: Job | null, isUnseen: boolean): string {
  if (isActive(job)) {
    const share = job.total > 0 ? Math.floor((job.done / job.total) * 100) : 0;
    return `${share} % tracked · ${name}`;
  }
  if (isUnseen && job?.state === "DONE") return `✓ Tracked · ${name}`;
  if (isUnseen && job?.state === "FAILED") return `Tracking failed · ${name}`;
  return `${name} · Masklet Studio`;
}

/** The page's title says how far tracking is, and that it ended until somebody looks. */
export function useTitle(): void {
  const name = useSession((session) => session.name);
  const job = useSession((session) => session.propagation);
  const [seen, setSeen] = useState<string | null>(job?.jobId ?? null);
  const jobId = job?.jobId ?? null;
  const active = isActive(job);
  useEffect(() => {
    const look = () => !document.hidden && !active && setSeen(jobId);
    look();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [jobId, active]);
  useEffect(() => {
    document.title = titleOf(name, job, seen !== jobId);
  }, [name, job, seen, jobId]);
}
