// A berth of the harbour; whoever lies there has it.
export class Berth {
  state = 'free';
  constructor(number) {
    this.number = number;
  }
  get isFree() {
    return this.state === 'free';
  }
  moor(ship) {
    this.state = 'taken';
    this.ship = ship;
  }
}
