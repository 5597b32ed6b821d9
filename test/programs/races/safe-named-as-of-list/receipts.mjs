export class Receipts {
  #numbers = new Map();

  includes(number) {
    return this.#numbers.has(number);
  }

  find(number) {
    const kept = this.#numbers.get(number);
    return kept && kept.until > 0 ? kept.text : undefined;
  }

  keep(number, text) {
    this.#numbers.set(number, { text, until: 60 });
  }
}
