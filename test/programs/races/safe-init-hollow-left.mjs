// expect: nothing
// The index is made ready in the background, and who does not find something there yet asks for it himself.
const sleep = (ms, value) => new Promise((resolve) => setTimeout(resolve, ms, value));

class Glossary {
  terms = new Map();

  async open() {
    const rows = await sleep(25, [['keel', 'the backbone of a ship'], ['helm', 'what steers it']]);
    this.terms = new Map(rows);
  }

  async explain(word) {
    const known = this.terms.get(word);
    return known ?? (await this.ask(word));
  }

  ask(word) {
    return sleep(2, `what the dictionary says of ${word}`);
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
  for (const word of page.words) console.log(word, await glossary.explain(word));
}

await print();
