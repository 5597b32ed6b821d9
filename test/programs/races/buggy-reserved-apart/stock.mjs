export class Stock {
  constructor(n) {
    this.onHand = n;
    this.reserved = 0;
  }
  reserve(n) {
    if (this.onHand < n || this.reserved > 100) return false;
    this.reserved += n;
    return true;
  }
  ship(n) {
    this.reserved -= n;
    this.onHand -= n;
  }
  cancel(n) {
    this.reserved -= n;
  }
}
