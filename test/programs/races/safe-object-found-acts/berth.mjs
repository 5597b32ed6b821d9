// A berth of the harbour, with a count of the boats that lie there, one beside the other.
export class Berth {
  state = 'free';
  boats = 0;
  constructor(number) {
    this.number = number;
  }
  reserve() {
    this.state = 'reserved';
  }
  moor(ship) {
    this.state = 'taken';
    this.ship = ship;
  }
  leave() {
    this.state = 'free';
  }
}
