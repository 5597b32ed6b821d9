/** Asks the engine through the host and matches replies to questions. */
import type { EngineReply, EngineRequest, SourcePlace } from '../model/requests.ts';
import type { Answer, ViewMessage } from './protocol.ts';

const MAX_TIMES = 600;

/** A question that will not be answered, and whose answer nobody needs any more. */
export class Dropped extends Error {
  override readonly name = 'Dropped';
}

export class EngineClient {
  readonly #post: (message: ViewMessage) => void;
  readonly #waiting = new Map<number, { resolve: (reply: never) => void; reject: (error: Error) => void }>();
  /** From question to answer, ms. */
  readonly tileTimes: number[] = [];
  /** Asked since the last message. */
  #requests: { id: number; request: EngineRequest }[] = [];
  #next = 1;

  constructor(post: (message: ViewMessage) => void) {
    this.#post = post;
  }

  /** Rejects with the engine's words when it could not answer. */
  async ask<R extends EngineRequest>(request: R): Promise<EngineReply<R['type']>> {
    const begin = performance.now();
    const reply = await this.#wait<EngineReply<R['type']>>((id) => {
      if (this.#requests.push({ id, request }) === 1) queueMicrotask(() => this.#send());
    });
    if (request.type === 'tiles') this.tileTimes.push(performance.now() - begin);
    if (this.tileTimes.length > MAX_TIMES) this.tileTimes.splice(0, MAX_TIMES / 2);
    return reply;
  }

  /** The text of each line, '' where there is none to show. */
  lines(places: readonly SourcePlace[]): Promise<readonly string[]> {
    return this.#wait((id) => this.#post({ type: 'lines', id, places }));
  }

  #send(): void {
    const requests = this.#requests;
    this.#requests = [];
    this.#post({ type: 'requests', requests });
  }

  #wait<T>(ask: (id: number) => void): Promise<T> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (reply: never) => void, reject });
      ask(id);
    });
  }

  settle(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ('error' in answer) waiting?.reject(new Error(answer.error));
    else waiting?.resolve(answer.reply as never);
  }

  /** The host is gone or was reloaded: nothing that was asked will be answered. Whoever waits is told, with a Dropped. */
  dropAll(): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(new Dropped());
  }
}
