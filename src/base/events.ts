/** A typed event with listeners, for the layers that know neither Node's EventEmitter nor the editor's. */

export type Listener<T> = (value: T) => void;

/** Listeners are called in the order of registration. One that throws does not keep the others from being called; its error is thrown afterwards. */
export class Emitter<T> {
  readonly #listeners = new Set<{ readonly call: Listener<T> }>();

  /** Registers a listener (the same function may be registered twice); the result removes it. */
  on(listener: Listener<T>): () => void {
    const entry = { call: listener };
    this.#listeners.add(entry);
    return () => {
      this.#listeners.delete(entry);
    };
  }

  get listenerCount(): number {
    return this.#listeners.size;
  }

  fire(value: T): void {
    let failed = false;
    let failure: unknown;
    // A copy: listeners may come and go while they are called.
    for (const entry of Array.from(this.#listeners)) {
      try {
        entry.call(value);
      } catch (error) {
        if (!failed) failure = error;
        failed = true;
      }
    }
    if (failed) throw failure;
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
