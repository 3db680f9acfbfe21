/** Exports under way and earlier ones, newest first. */
import { Download } from "lucide-react";
import { isActive, type Job } from "../../domain/session";
import { useSession } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { Button, buttonClass } from "../../ui/Button";
import { formatWhen } from "../../ui/format";
import { Progress } from "../../ui/Progress";
import styles from "./ExportPanel.module.css";

export function ExportJobs() {
  const jobs = useSession((session) => session.exports);
  if (jobs.length === 0) return null;
  return (
    <section className={styles.jobs} aria-label="Exports">
      <h3 className={styles.heading}>Exports</h3>
      {jobs.map((job) => (
        <JobCard key={job.jobId} job={job} />
      ))}
    </section>
  );
}

function JobCard({ job }: { readonly job: Job }) {
  const { commands } = useWorkspace();
  const when = formatWhen(job.finishedAt ?? job.createdAt, Date.now() / 1000);
  return (
    <div className={styles.job}>
      <div className={styles.line}>
        <span className={styles.file} title={job.fileName ?? ""}>
          {job.fileName ?? "Export"}
        </span>
        {isActive(job) && (
          <Button size="small" tone="quiet" onClick={() => void commands.cancelExport(job.jobId)}>
            Cancel export
          </Button>
        )}
        {job.state === "DONE" && job.downloadUrl !== null && (
          <a
            className={buttonClass({ tone: "primary", size: "small" })}
            href={job.downloadUrl}
            download={job.fileName ?? ""}
          >
            <Download size={14} aria-hidden="true" />
            Download
          </a>
        )}
      </div>
      {isActive(job) && <Progress label="Export progress" done={job.done} total={job.total} />}
      {job.state === "FAILED" ? (
        <span className={styles.problem} role="alert">
          {job.error ?? "This export failed."}
        </span>
      ) : (
        <span className={styles.faint}>{stateWords(job, when)}</span>
      )}
    </div>
  );
}

function stateWords(job: Job, when: string): string {
  if (job.state === "QUEUED") return "Waiting for its turn";
  if (job.state === "RUNNING") return job.total > 0 ? `Frame ${job.done} of ${job.total}` : "Writing…";
  if (job.state === "CANCELLED") return `Cancelled ${when}`;
  return `Ready, ${when}`;
}
