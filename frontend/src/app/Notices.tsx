/** Shows what ended and what failed. Good news leaves by itself; bad news waits until it was read. */
import { CircleAlert, CircleCheck, Info, X } from "lucide-react";
import { useEffect } from "react";
import { useStore } from "zustand";
import type { Notice } from "../state/notices";
import { useServices } from "../state/services";
import { IconButton } from "../ui/Button";
import { classes } from "../ui/classes";
import { say } from "../words/words";
import styles from "./Notices.module.css";

const LEAVES_AFTER_MS = 6000;
const icons = { good: CircleCheck, bad: CircleAlert, plain: Info };

export function Notices() {
  const { notices } = useServices();
  const list = useStore(notices.store, (state) => state.list);
  return (
    <section className={styles.list} aria-label={say("app:notices")} aria-live="polite">
      {list.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </section>
  );
}

function NoticeCard({ notice }: { readonly notice: Notice }) {
  const { notices } = useServices();
  const { id, tone } = notice;
  useEffect(() => {
    if (tone === "bad") return;
    const timer = setTimeout(() => notices.dismiss(id), LEAVES_AFTER_MS);
    return () => clearTimeout(timer);
  }, [id, tone, notices]);
  const Icon = icons[tone];
  return (
    <div className={classes(styles.notice, styles[tone])} role={tone === "bad" ? "alert" : "status"}>
      <Icon className={styles.icon} size={18} aria-hidden="true" />
      <div>
        <p className={styles.title}>{notice.title}</p>
        {notice.text !== "" && <p className={styles.text}>{notice.text}</p>}
      </div>
      <IconButton
        label={say("app:dismiss")}
        size="small"
        icon={<X size={14} />}
        onClick={() => notices.dismiss(id)}
      />
    </div>
  );
}
