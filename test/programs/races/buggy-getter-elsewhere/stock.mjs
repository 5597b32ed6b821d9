class Stock {
  #state = { sold: 0, left: 1 };
  get sold() {
    return this.#state.sold;
  }
  get left() {
    return this.#state.left;
  }
  update(patch) {
    this.#state = { ...this.#state, ...patch };
  }
}
export const stock = new Stock();
