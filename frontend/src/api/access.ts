/** The calls at the door: who is in, signing in with a token, signing out. Plain HTTP, since GraphQL answers nobody outside. */
import type { Access, AccessMode } from "../domain/access";
import { ApiError, fromWire, offline } from "./errors";

const modes: readonly string[] = ["open", "token", "proxy", "oidc"] satisfies AccessMode[];

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

const textOrNull = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** From what came; throws where it is no answer of ours. */
export function toAccess(answer: unknown): Access {
  const told = isRecord(answer) ? answer : {};
  const mode = modes.find((one) => one === told.mode);
  if (mode === undefined) throw new ApiError("INTERNAL", "The server did not say who may come in.");
  return {
    mode: mode as AccessMode,
    signedInAs: textOrNull(told.signedInAs),
    guest: told.guest === true,
    canSignOut: told.canSignOut === true,
    loginUrl: textOrNull(told.loginUrl),
  };
}

async function answerOf(path: string, init: RequestInit = {}): Promise<Response> {
  const answer = await fetch(path, { credentials: "same-origin", cache: "no-store", ...init }).catch(() => {
    throw offline();
  });
  if (!answer.ok) throw await refusal(answer);
  return answer;
}

/** A refusal in words; with `retry_after_s` where the server wants to be left alone for a while. */
async function refusal(answer: Response): Promise<ApiError> {
  const body: unknown = await answer.json().catch(() => null);
  const error = isRecord(body) && isRecord(body.error) ? body.error : {};
  const wait = Number(answer.headers.get("Retry-After"));
  const details = isRecord(error.details) ? error.details : {};
  return fromWire({
    message: textOrNull(error.message) ?? `The server answered with status ${answer.status}.`,
    extensions: {
      code: error.code ?? (answer.status === 429 ? "RATE_LIMITED" : undefined),
      details: wait > 0 ? { retry_after_s: wait, ...details } : details,
    },
  });
}

export async function fetchAccess(): Promise<Access> {
  const answer = await answerOf("/access", { headers: { Accept: "application/json" } });
  return toAccess(await answer.json().catch(() => null));
}

/** Whoever has the token is in afterwards. */
export async function signIn(token: string): Promise<void> {
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  await answerOf("/login", { method: "POST", headers, body: JSON.stringify({ token }) });
}

export async function signOut(): Promise<void> {
  await answerOf("/logout", { method: "POST" });
}
