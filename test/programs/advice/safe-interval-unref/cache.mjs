export class TtlCache {
  #entries = new Map();
  #ttl;
  #timer;

  constructor(ttl) {
    this.#ttl = ttl;
    this.#timer = setInterval(() => this.#sweep(), ttl / 2);
    this.#timer.unref();
  }
  get(key) {
    return this.#entries.get(key)?.value;
  }
  set(key, value) {
    this.#entries.set(key, { value, until: Date.now() + this.#ttl });
  }
  close() {
    clearInterval(this.#timer);
  }
  #sweep() {
    const now = Date.now();
    for (const [key, entry] of this.#entries) if (entry.until < now) this.#entries.delete(key);
  }
}
