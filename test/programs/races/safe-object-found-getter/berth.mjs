// A berth of the harbour; it is asked again before somebody moors there.
export class Berth {
  state = 'free';
  constructor(number) {
    this.number = number;
  }
  get isFree() {
    return this.state === 'free';
  }
  moor(ship) {
    if (this.state !== 'free') return false;
    this.state = 'taken';
    this.ship = ship;
    return true;
  }
}
