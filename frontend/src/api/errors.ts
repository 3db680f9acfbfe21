/** What can go wrong on the wire, with a sentence that a person understands. */
import type { CombinedError } from "@urql/core";
import { Fault, type Problem } from "../domain/problem";
import { problemWords } from "../words/problems";
import { say } from "../words/words";
import type { ErrorCode } from "./generated/graphql";

/** OFFLINE: no answer came; ABORTED: the person stopped it. */
export type ProblemCode = ErrorCode | "OFFLINE" | "ABORTED" | "UNAUTHENTICATED" | "RATE_LIMITED";

export class ApiError extends Fault {
  override readonly name = "ApiError";
  declare readonly code: ProblemCode;

  constructor(code: ProblemCode, message: string, details: Problem["details"] = {}) {
    super({ code, message, details });
  }
}

export const offline = (): ApiError => new ApiError("OFFLINE", say("state:offline"));

interface WireError {
  readonly message: string;
  readonly extensions?: { readonly code?: unknown; readonly details?: unknown } | undefined;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

export function fromWire(error: WireError): ApiError {
  const { code, details } = error.extensions ?? {};
  const known = typeof code === "string" ? (code as ErrorCode) : "INTERNAL";
  return new ApiError(known, error.message, isRecord(details) ? details : {});
}

export function fromCombined(error: CombinedError): ApiError {
  const first = error.graphQLErrors[0];
  if (first !== undefined) return fromWire({ message: first.message, extensions: first.extensions });
  const { status } = (error.response ?? {}) as Partial<Response>;
  return status === 401 ? new ApiError("UNAUTHENTICATED", error.message) : offline();
}

/** The server answers only those whom it knows. */
export const isStranger = (error: unknown): boolean =>
  error instanceof ApiError && error.code === "UNAUTHENTICATED";

/** The sentence to show for anything that was thrown, in the person's language. */
export const sentence = (error: unknown): string =>
  error instanceof Fault ? problemWords(error) : say("state:ourFault");
