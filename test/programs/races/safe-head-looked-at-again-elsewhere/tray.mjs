/** Cards in the order in which they came. */
export class Tray {
  #cards = [];

  lay(card) {
    this.#cards.push(card);
  }

  top() {
    return this.#cards[0];
  }

  discard() {
    return this.#cards.shift();
  }
}
