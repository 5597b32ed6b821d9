/** Ownership of things that must be released: one store an owner. */

/** A function that releases what was acquired. Safe to call twice. */
export type Dispose = () => void;

/** Releases everything added to it, newest first. What is added after `dispose` is released at once, so that nothing leaks from work that ended late. */
export class DisposableStore {
  #items: Dispose[] = [];
  #disposed = false;

  get isDisposed(): boolean {
    return this.#disposed;
  }

  /** Takes ownership. Returns the function itself. */
  add(dispose: Dispose): Dispose {
    if (this.#disposed) dispose();
    else this.#items.push(dispose);
    return dispose;
  }

  /** Every item is released, also when an earlier one throws; the first error is thrown afterwards. */
  dispose(): void {
    this.#disposed = true;
    const items = this.#items;
    this.#items = [];
    let failed = false;
    let failure: unknown;
    for (let item = items.pop(); item !== undefined; item = items.pop()) {
      try {
        item();
      } catch (error) {
        if (!failed) failure = error;
        failed = true;
      }
    }
    if (failed) throw failure;
  }
}
