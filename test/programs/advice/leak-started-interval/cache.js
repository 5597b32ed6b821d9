'use strict';

class Cache {
  constructor(maxAgeMs) {
    this.maxAgeMs = maxAgeMs;
    this.entries = new Map();
    this.sweeper = undefined;
  }
  start() {
    this.sweeper = setInterval(() => this.sweep(), 100);
  }
  stop() {
    clearInterval(this.sweeper);
  }
  sweep() {
    const now = Date.now();
    for (const [key, entry] of this.entries) if (now - entry.at > this.maxAgeMs) this.entries.delete(key);
  }
  set(key, value) {
    this.entries.set(key, { value, at: Date.now() });
  }
  get size() {
    return this.entries.size;
  }
}

module.exports = { Cache };
