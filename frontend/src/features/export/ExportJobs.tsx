/** Exports under way and earlier ones, newest first. */
import { Download } from "lucide-react";
import { useStore } from "zustand";
import { isActive, type Job } from "../../domain/session";
import { useMayEdit, useSession } from "../../state/selectors";
import { useServices, useWorkspace } from "../../state/services";
import { Button, buttonClass } from "../../ui/Button";
import { formatWhen } from "../../ui/format";
import { Progress } from "../../ui/Progress";
import { problemWords } from "../../words/problems";
import { say } from "../../words/words";
import styles from "./ExportPanel.module.css";
import { MovieCard } from "./MovieCard";

export function ExportJobs() {
  const jobs = useSession((session) => session.exports);
  const { browserExport } = useServices();
  const movie = useStore(browserExport.store, (state) => state.movie);
  if (jobs.length === 0 && movie === null) return null;
  return (
    <section className={styles.jobs} aria-label={say("export:exports")}>
      <h3 className={styles.heading}>{say("export:exports")}</h3>
      {movie !== null && <MovieCard movie={movie} />}
      {jobs.map((job) => (
        <JobCard key={job.jobId} job={job} />
      ))}
    </section>
  );
}

function JobCard({ job }: { readonly job: Job }) {
  const { commands } = useWorkspace();
  const mayEdit = useMayEdit();
  const when = formatWhen(job.finishedAt ?? job.createdAt, Date.now() / 1000);
  return (
    <div className={styles.job}>
      <div className={styles.line}>
        <span className={styles.file} title={job.fileName ?? ""}>
          {job.fileName ?? say("export:untitled")}
        </span>
        {isActive(job) && mayEdit && (
          <Button size="small" tone="quiet" onClick={() => void commands.cancelExport(job.jobId)}>
            {say("export:cancel")}
          </Button>
        )}
        {job.state === "DONE" && job.downloadUrl !== null && (
          <a
            className={buttonClass({ tone: "primary", size: "small" })}
            href={job.downloadUrl}
            download={job.fileName ?? ""}
          >
            <Download size={14} aria-hidden="true" />
            {say("export:download")}
          </a>
        )}
      </div>
      {isActive(job) && <Progress label={say("export:progress")} done={job.done} total={job.total} />}
      {job.state === "FAILED" ? (
        <span className={styles.problem} role="alert">
          {job.error === null ? say("export:failed") : problemWords(job.error)}
        </span>
      ) : (
        <span className={styles.faint}>
          {stateWords(job, when)}
          {job.manifestUrl !== null && <ManifestLink job={job} url={job.manifestUrl} />}
        </span>
      )}
    </div>
  );
}

function ManifestLink({ job, url }: { readonly job: Job; readonly url: string }) {
  const words = say("export:manifestOf", { file: job.fileName ?? "" });
  return (
    <a className={styles.manifest} href={url} download="" title={words} aria-label={words}>
      {say("export:manifest")}
    </a>
  );
}

function stateWords({ state, done, total }: Job, when: string): string {
  if (state === "QUEUED") return say("export:waiting");
  if (state === "RUNNING") return total > 0 ? say("export:frameOf", { done, total }) : say("export:writing");
  return say(state === "CANCELLED" ? "export:cancelled" : "export:ready", { when });
}
