/** Whether a person may change the open session. The server holds it; here nobody is offered what it would refuse. */
import type { StoreApi } from "zustand/vanilla";
import type { SessionState } from "./sessionState";

export const mayEdit = (server: StoreApi<SessionState>): boolean =>
  server.getState().session?.right !== "READ";
