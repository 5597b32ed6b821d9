// All berths, and which of them is free.
export class Harbour {
  #berths = [];
  build(berth) {
    this.#berths.push(berth);
    return this;
  }
  free() {
    return this.#berths.find((berth) => berth.isFree);
  }
}
