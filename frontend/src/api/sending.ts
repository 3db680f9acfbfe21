/** Sends a file as a GraphQL multipart request. XMLHttpRequest, because fetch tells no progress of what it sends. */
import { ApiError, fromWire, offline } from "./errors";

export interface Sending<Data> {
  readonly finished: Promise<Data>;
  abort(): void;
}

interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: unknown; readonly details?: unknown };
  }[];
}

export function multipartBody(query: string, variables: { file: File }): FormData {
  const body = new FormData();
  body.append("operations", JSON.stringify({ query, variables: { ...variables, file: null } }));
  body.append("map", JSON.stringify({ file: ["variables.file"] }));
  body.append("file", variables.file, variables.file.name);
  return body;
}

export function readAnswer<Data>(text: string, status: number): Data {
  let answer: Answer<Data>;
  try {
    answer = JSON.parse(text) as Answer<Data>;
  } catch {
    throw new ApiError("INTERNAL", `The server answered with status ${status} and no explanation.`);
  }
  const first = answer.errors?.[0];
  if (first !== undefined) throw fromWire(first);
  if (status === 401) throw new ApiError("UNAUTHENTICATED", "The server wants to know who is there.");
  if (answer.data === undefined || answer.data === null) {
    throw new ApiError("INTERNAL", "The server sent an empty answer.");
  }
  return answer.data;
}

export function sendFile<Data>(
  url: string,
  query: string,
  variables: { file: File },
  onSent: (bytes: number) => void,
): Sending<Data> {
  const request = new XMLHttpRequest();
  const finished = new Promise<Data>((resolve, reject) => {
    request.upload.addEventListener("progress", (event) => onSent(event.loaded));
    request.addEventListener("error", () => reject(offline()));
    request.addEventListener("abort", () => reject(new ApiError("ABORTED", "The upload was stopped.")));
    request.addEventListener("load", () => {
      try {
        resolve(readAnswer<Data>(request.responseText, request.status));
      } catch (error) {
        reject(error);
      }
    });
  });
  request.open("POST", url);
  request.setRequestHeader("Accept", "application/json");
  request.send(multipartBody(query, variables));
  return { finished, abort: () => request.abort() };
}
