// Counts of what was sold, which functions give as a whole and begin anew.
export class Tally {
  #cups = 0;
  #earned = 0;

  sell(price) {
    this.#cups++;
    this.#earned += price;
  }

  report() {
    return { cups: this.#cups, mean: this.#earned / this.#cups };
  }

  restart() {
    this.#cups = 0;
    this.#earned = 0;
  }
}
