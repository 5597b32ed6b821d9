export class Page {
  #words = ['teh', 'cat'];

  words() {
    return this.#words;
  }

  /** Replaces all of them. */
  type(words) {
    const typed = words.slice();
    this.#words = typed;
  }

  at(place) {
    return this.#words[place];
  }
}
