/** Asks the engine through the host and matches replies to questions. */
import type { EngineReply, EngineRequest, SourcePlace } from '../model/requests.ts';
import type { ViewMessage } from './protocol.ts';

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
  #next = 1;

  constructor(post: (message: ViewMessage) => void) {
    this.#post = post;
  }

  /** Rejects with the engine's words when it could not answer. */
  async ask<R extends EngineRequest>(request: R): Promise<EngineReply<R['type']>> {
    const begin = performance.now();
    const reply = await this.#send<EngineReply<R['type']>>((id) => ({ type: 'request', id, request }));
    if (request.type === 'tiles') this.tileTimes.push(performance.now() - begin);
    if (this.tileTimes.length > MAX_TIMES) this.tileTimes.splice(0, MAX_TIMES / 2);
    return reply;
  }

  /** The text of each line, '' where there is none to show. */
  lines(places: readonly SourcePlace[]): Promise<readonly string[]> {
    return this.#send((id) => ({ type: 'lines', id, places }));
  }

  #send<T>(messageOf: (id: number) => ViewMessage): Promise<T> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (reply: never) => void, reject });
      this.#post(messageOf(id));
    });
  }

  /** Takes a reply or an error; false if nobody waits for it. */
  settle(id: number, reply: unknown, error: string | null): boolean {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return false;
    this.#waiting.delete(id);
    if (error === null) waiting.resolve(reply as never);
    else waiting.reject(new Error(error));
    return true;
  }

  /** The host is gone or was reloaded: nothing that was asked will be answered. Whoever waits is told, with a Dropped. */
  dropAll(): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(new Dropped());
  }
}
