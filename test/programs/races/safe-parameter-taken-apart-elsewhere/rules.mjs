export class Rules {
  static #least = 1;

  static mayBorrow({ copies }, { blocked } = {}) {
    return !blocked && copies >= Rules.#least;
  }
}
