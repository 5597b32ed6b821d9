// expect: promise.floating 26,12,15
import { setTimeout as pause } from 'node:timers/promises';

class Batch {
  #lines = [];
  async add(article, price) {
    await pause(6);
    this.#enter(article, price);
  }
  // What is there already does not mean that all is there.
  #enter(article, price) {
    this.#lines.push({ article, price });
  }
  close() {
    return { articles: [...this.#lines] };
  }
}

async function inBatch(fill) {
  const batch = new Batch();
  await fill(batch);
  return batch.close();
}
const bill = await inBatch(async (batch) => {
  await batch.add('delivery', 5);
  batch.add('desk', 120);
  batch.add('lamp', 30);
});
console.log(bill.articles.length);
