/** A server made of functions, for tests: answers requests by operation name and lets a test speak as the stream. */
import type { Api, SubscriptionListener } from "../api/client";
import type { ApiError } from "../api/errors";

type Variables = Readonly<Record<string, unknown>>;
type Answer = (variables: Variables) => unknown;

interface Definition {
  readonly name?: { readonly value: string } | undefined;
}

/** "session", "addPoints", … */
function nameOf(document: { readonly definitions: readonly object[] }): string {
  for (const definition of document.definitions as readonly Definition[]) {
    const name = definition.name?.value;
    if (name !== undefined) return name.charAt(0).toLowerCase() + name.slice(1);
  }
  return "";
}

export interface OpenStream {
  readonly variables: Variables;
  push(data: unknown): void;
  end(error: ApiError | null): void;
  readonly stopped: () => boolean;
}

export interface FakeSending {
  readonly file: File;
  readonly variables: Variables;
  sent(bytes: number): void;
  answer(data: unknown): void;
  fail(error: ApiError): void;
  readonly aborted: () => boolean;
}

export class FakeApi implements Api {
  readonly calls: [name: string, variables: Variables][] = [];
  readonly streams: OpenStream[] = [];
  readonly sendings: FakeSending[] = [];
  readonly answers: Record<string, Answer>;

  constructor(answers: Record<string, Answer>) {
    this.answers = answers;
  }

  async request<Data>(
    document: { readonly definitions: readonly object[] },
    variables: unknown,
  ): Promise<Data> {
    const name = nameOf(document);
    this.calls.push([name, variables as Variables]);
    const answer = this.answers[name];
    if (answer === undefined) throw new Error(`The fake has no answer for ${name}.`);
    return (await answer(variables as Variables)) as Data;
  }

  tell(document: { readonly definitions: readonly object[] }, variables: unknown): void {
    this.calls.push([nameOf(document), variables as Variables]);
  }

  subscribe<Data>(_document: object, variables: unknown, listener: SubscriptionListener<Data>): () => void {
    let stopped = false;
    this.streams.push({
      variables: variables as Variables,
      push: (data) => !stopped && listener.onData(data as Data),
      end: (error) => !stopped && listener.onEnd(error),
      stopped: () => stopped,
    });
    return () => {
      stopped = true;
    };
  }

  send<Data>(_document: object, variables: { file: File }, onSent: (bytes: number) => void) {
    let aborted = false;
    const settle: { resolve?: (data: Data) => void; reject?: (error: unknown) => void } = {};
    const finished = new Promise<Data>((resolve, reject) => Object.assign(settle, { resolve, reject }));
    this.sendings.push({
      file: variables.file,
      variables: variables as Variables,
      sent: onSent,
      answer: (data) => settle.resolve?.(data as Data),
      fail: (error) => settle.reject?.(error),
      aborted: () => aborted,
    });
    return {
      finished,
      abort: () => {
        aborted = true;
      },
    };
  }
}

/** Lets everything that is due happen. */
export const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
