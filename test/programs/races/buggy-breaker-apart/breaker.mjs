export class Breaker {
  failures = 0;
  #openedAt = 0;
  #probing = false;

  constructor(limit, coolMs) {
    this.limit = limit;
    this.coolMs = coolMs;
  }
  allow(now) {
    if (this.failures < this.limit) return true;
    if (now - this.#openedAt < this.coolMs || this.#probing) return false;
    this.#probing = true;
    return true;
  }
  success() {
    this.failures = 0;
    this.#probing = false;
  }
  failure(now) {
    this.failures += 1;
    this.#probing = false;
    if (this.failures >= this.limit) this.#openedAt = now;
  }
}
