export class Stage {
  #down = new Map();

  isDown(flap) {
    return this.#down.get(flap);
  }

  setDown(flap) {
    this.#down.set(flap, true);
  }

  count() {
    return this.#down.size;
  }
}
