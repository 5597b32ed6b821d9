export class Counted {
  constructor(n) {
    this.onHand = n;
    this.reserved = 0;
  }
  free() {
    return this.onHand - this.reserved;
  }
  reserve(n) {
    if (this.free() < n) return 0;
    this.reserved += n;
    return n;
  }
  ship(n) {
    this.reserved -= n;
    this.onHand -= n;
  }
  cancel(n) {
    this.reserved -= n;
  }
}

export class Claimed {
  #onHand;
  #claims = [];
  constructor(n) {
    this.#onHand = n;
  }
  #free() {
    return this.#claims.reduce((left, claim) => left - claim.n, this.#onHand);
  }
  reserve(n) {
    if (this.#free() < n) return null;
    const claim = { n };
    this.#claims.push(claim);
    return claim;
  }
  ship(claim) {
    this.cancel(claim);
    this.#onHand -= claim.n;
  }
  cancel(claim) {
    this.#claims.splice(this.#claims.indexOf(claim), 1);
  }
}
