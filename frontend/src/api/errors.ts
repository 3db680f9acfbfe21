/** What can go wrong on the wire, with a sentence that a person understands. */
import type { CombinedError } from "@urql/core";
import { say } from "../words/words";
import type { ErrorCode } from "./generated/graphql";

/** OFFLINE: no answer came; ABORTED: the person stopped it. */
export type ProblemCode = ErrorCode | "OFFLINE" | "ABORTED";

export class ApiError extends Error {
  readonly code: ProblemCode;

  constructor(code: ProblemCode, message: string) {
    super(message);
    this.name = "ApiError";
    this.code = code;
  }
}

export const offline = (): ApiError => new ApiError("OFFLINE", say("state:offline"));

interface WireError {
  readonly message: string;
  readonly extensions?: { readonly code?: unknown } | undefined;
}

export function fromWire(error: WireError): ApiError {
  const code = error.extensions?.code;
  return new ApiError(typeof code === "string" ? (code as ErrorCode) : "INTERNAL", error.message);
}

export function fromCombined(error: CombinedError): ApiError {
  const first = error.graphQLErrors[0];
  return first === undefined ? offline() : fromWire({ message: first.message, extensions: first.extensions });
}

/** The sentence to show for anything that was thrown. */
export const sentence = (error: unknown): string =>
  error instanceof ApiError ? error.message : say("state:ourFault");
