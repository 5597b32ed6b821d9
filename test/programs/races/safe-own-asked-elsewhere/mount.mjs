export class Mount {
  #aim = '';
  #turns = 0;

  point(star) {
    this.#aim = star;
  }

  target() {
    return this.#aim;
  }

  get aim() {
    return this.#aim;
  }

  isAt(star) {
    return this.#aim === star;
  }

  turns() {
    return this.#turns;
  }

  note(turns) {
    this.#turns = turns;
  }
}
