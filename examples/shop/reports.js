// What the buyers want to know: which products end up in the same baskets.

const CUSTOMERS = 3400;
const PRODUCTS = 90;

/** Last year's baskets, the same every time: customer n bought these products. */
function loadHistory() {
  let state = 20251;
  const random = (below) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % below;
  };
  return Array.from({ length: CUSTOMERS }, () => new Set(Array.from({ length: 4 + random(10) }, () => random(PRODUCTS))));
}

export class Reports {
  #history = loadHistory();

  /** The pairs of customers whose baskets are most alike, and what one has and the other does not. */
  similarBaskets(count) {
    const pairs = [];
    for (let a = 0; a < this.#history.length; a++) {
      for (let b = a + 1; b < this.#history.length; b++) {
        const first = this.#history[a];
        const second = this.#history[b];
        let shared = 0;
        for (const product of first) {
          if (second.has(product)) shared++;
        }
        if (shared >= 4) pairs.push({ a, b, likeness: shared / (first.size + second.size - shared) });
      }
    }
    pairs.sort((x, y) => y.likeness - x.likeness || x.a - y.a || x.b - y.b);
    return pairs.slice(0, count).map(({ a, b, likeness }) => ({
      customers: [a, b],
      likeness: Number(likeness.toFixed(3)),
      suggest: [...this.#history[a]].filter((product) => !this.#history[b].has(product)),
    }));
  }
}
