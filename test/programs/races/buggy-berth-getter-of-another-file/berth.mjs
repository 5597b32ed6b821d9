export class Berth {
  #state = 'free';
  number = 7;

  get isFree() {
    return this.#state === 'free';
  }

  moor(ship) {
    this.ship = ship;
    this.#state = 'taken';
  }

  close() {
    this.#state = 'closed';
  }
}
