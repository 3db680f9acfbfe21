/** Asks before a clip or a session goes into the trash, and says what goes along. */
import { Confirm } from "../../ui/Confirm";
import { type Doomed, useDeletion } from "./useDeletion";

interface DeleteQuestionProps {
  readonly open: boolean;
  readonly doomed: Doomed;
  readonly title: string;
  readonly action: string;
  onConfirm(): void;
  onClose(): void;
}

export function DeleteQuestion({ doomed, open, ...question }: DeleteQuestionProps) {
  const text = useDeletion(doomed, open);
  return <Confirm open={open} text={text} {...question} />;
}
