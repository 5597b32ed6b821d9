export class Parcel {
  #state = 'stored';

  get state() {
    return this.#state;
  }

  mark(state) {
    this.#state = state;
  }
}
