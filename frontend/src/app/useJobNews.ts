/** Tells when a job ended: a notice, a system notification if wanted, and the page's title. */
import { useEffect, useState } from "react";
import { isActive, type Job } from "../domain/session";
import type { Notice } from "../state/notices";
import { useSession } from "../state/selectors";
import { useServices } from "../state/services";
import { formatNumber, formatShare } from "../words/numbers";
import { problemWords } from "../words/problems";
import { say } from "../words/words";

interface News {
  readonly tone: Notice["tone"];
  readonly title: string;
  readonly text: string;
}

const failed = (text: string, isTracking: boolean): News => ({
  tone: "bad",
  title: say(isTracking ? "app:trackingFailed" : "app:exportFailed"),
  text,
});

const stopped = ({ done, total }: Job, isTracking: boolean): News => ({
  tone: "plain",
  title: say(isTracking ? "app:trackingStopped" : "app:exportStopped"),
  text: isTracking ? say("app:framesKept", { done: formatNumber(done), total: formatNumber(total) }) : "",
});

export function newsOf(job: Job): News {
  const isTracking = job.kind === "PROPAGATION";
  if (job.state === "FAILED") return failed(job.error === null ? "" : problemWords(job.error), isTracking);
  if (job.state === "CANCELLED") return stopped(job, isTracking);
  if (!isTracking) return { tone: "good", title: say("app:exportReady"), text: job.fileName ?? "" };
  if (job.error !== null)
    return { tone: "bad", title: say("app:trackingGaps"), text: problemWords(job.error) };
  const text = say("app:framesTracked", { count: job.total, number: formatNumber(job.total) });
  return { tone: "good", title: say("app:trackingDone"), text };
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
    return say("app:titleTracking", { share: formatShare(share / 100), name });
  }
  if (isUnseen && job?.state === "DONE") return say("app:titleTracked", { name });
  if (isUnseen && job?.state === "FAILED") return say("app:titleFailed", { name });
  return say("app:titleOpen", { name });
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
