// expect: race.order.use-before-init 14,10
// The call that has begun the loading, and dropped its promise, waits for something else and then uses what is still empty.
const sleep = (ms, value) => new Promise((resolve) => setTimeout(resolve, ms, value));

class Glossary {
  terms = new Map();

  async open() {
    const rows = await sleep(25, [['keel', 'the backbone of a ship'], ['helm', 'what steers it']]);
    this.terms = new Map(rows);
  }

  explain(word) {
    return this.terms.get(word)?.toUpperCase() ?? 'no such word';
  }
}

const glossary = new Glossary();

async function loadPage(number) {
  await sleep(8);
  return { number, words: ['keel', 'helm'] };
}

async function print() {
  glossary.open();
  const page = await loadPage(3);
  for (const word of page.words) console.log(word, glossary.explain(word));
}

await print();
