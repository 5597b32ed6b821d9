export class Dictionary {
  static made = 0;
  #words = new Set();

  constructor() {
    Dictionary.made += 1;
  }

  add(word) {
    this.#words.add(word);
  }

  get size() {
    return this.#words.size;
  }
}
