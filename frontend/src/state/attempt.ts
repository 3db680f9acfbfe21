/** One thing asked of the server for the open session: where it fails, a notice says so; nothing is thrown. */
import type { StoreApi } from "zustand/vanilla";
import type { Api } from "../api/client";
import { sentence } from "../api/errors";
import type { NoticeBoard } from "./notices";
import type { OpenSession, SessionState } from "./sessionState";

/** What a group of commands needs. */
export interface Surroundings {
  readonly api: Api;
  readonly server: StoreApi<SessionState>;
  readonly notices: NoticeBoard;
}

/** `failure` is the notice's title. */
export async function attempt(
  { server, notices }: Omit<Surroundings, "api">,
  failure: string,
  action: (session: OpenSession) => Promise<void>,
): Promise<void> {
  const { session } = server.getState();
  if (session === null) return;
  try {
    await action(session);
  } catch (error) {
    notices.say("bad", failure, sentence(error));
  }
}

/** Before the event that says the same is here. */
export function changeSession(
  server: StoreApi<SessionState>,
  change: (session: OpenSession) => OpenSession,
): void {
  server.setState(({ session }) => ({ session: session && change(session) }));
}
