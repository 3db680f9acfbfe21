/** How the client talks GraphQL: requests, streamed subscriptions and uploads, each ending in data or an ApiError. */
import {
  type AnyVariables,
  createClient,
  fetchExchange,
  stringifyDocument,
  type TypedDocumentNode,
} from "@urql/core";
import { ApiError, fromCombined, isStranger } from "./errors";
import { type Sending, sendFile } from "./sending";

export interface SubscriptionListener<Data> {
  onData(data: Data): void;
  /** Nothing more comes: null when the server ended it. */
  onEnd(error: ApiError | null): void;
}

export interface Api {
  request<Data, Variables extends AnyVariables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<Data>;
  /** A mutation that nobody waits for; it arrives even when the page is left. */
  tell<Data, Variables extends AnyVariables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): void;
  /** Returns what stops it. `onEnd` is not called after that. */
  subscribe<Data, Variables extends AnyVariables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    listener: SubscriptionListener<Data>,
  ): () => void;
  /** A mutation whose variable `file` travels as a multipart part, with progress. */
  send<Data, Variables extends { file: File }>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    onSent: (bytes: number) => void,
  ): Sending<Data>;
}

/** Where strangers wait: resolves when somebody is in. */
export type Passed = () => Promise<void>;

/** Somebody who signs in again and again and is not known afterwards hears of it. */
const MOST_TRIES = 3;

/** What is refused to a stranger waits until somebody is in, and is asked again: the server did nothing of it before. */
export async function admitted<Data>(act: () => Promise<Data>, passed: Passed): Promise<Data> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await act();
    } catch (error) {
      if (!isStranger(error) || tries >= MOST_TRIES) throw error;
      await passed();
    }
  }
}

export function createApi(url: string, passed: Passed): Api {
  const client = createClient({
    url,
    exchanges: [fetchExchange],
    fetchSubscriptions: true,
    preferGetMethod: false,
    fetchOptions: { credentials: "same-origin" },
  });
  return {
    request(document, variables) {
      const isMutation = document.definitions.some(
        (definition) => "operation" in definition && definition.operation === "mutation",
      );
      return admitted(async () => {
        const result = await (isMutation
          ? client.mutation(document, variables)
          : client.query(document, variables)
        ).toPromise();
        if (result.error !== undefined) throw fromCombined(result.error);
        if (result.data === undefined) throw new ApiError("INTERNAL", "The server sent an empty answer.");
        return result.data;
      }, passed);
    },
    tell(document, variables) {
      const body = JSON.stringify({ query: stringifyDocument(document), variables });
      const headers = { "Content-Type": "application/json", Accept: "application/json" };
      // Where the server is gone there is nobody to tell.
      fetch(url, { method: "POST", headers, body, keepalive: true }).catch(() => undefined);
    },
    subscribe(document, variables, listener) {
      let over = false;
      const end = (error: ApiError | null) => {
        if (over) return;
        over = true;
        listener.onEnd(error);
        queueMicrotask(() => subscription.unsubscribe());
      };
      const subscription = client.subscription(document, variables).subscribe((result) => {
        if (over) return;
        if (result.error !== undefined) end(fromCombined(result.error));
        // urql repeats the last data when the stream ends.
        else if (!result.hasNext) end(null);
        else if (result.data !== undefined) listener.onData(result.data);
      });
      return () => {
        over = true;
        subscription.unsubscribe();
      };
    },
    send: (document, variables, onSent) => {
      let sending: Sending<never> | null = null;
      let aborted = false;
      const send = () => {
        const next = sendFile<never>(url, stringifyDocument(document), variables, onSent);
        sending = next;
        if (aborted) next.abort();
        return next.finished;
      };
      return {
        finished: admitted(send, passed),
        abort: () => {
          aborted = true;
          sending?.abort();
        },
      };
    },
  };
}
