// expect: await.in-loop@info main.js:28 ; await.in-loop@info main.js:42 ; await.in-loop@info main.js:50
// In each round a second look follows from the first, in the same catalogue: no round needs the one before.
const authors = new Map([
  ['dune', 'herbert'],
  ['solaris', 'lem'],
  ['ubik', 'dick'],
  ['emma', 'austen'],
  ['momo', 'ende'],
]);
const towns = new Map([['lem', 'Krakow']]);

const after = (value) => new Promise((resolve) => setTimeout(resolve, 35, value));

const catalogue = {
  author: (title) => after(authors.get(title)),
  town: (author) => after(towns.get(author) ?? 'unknown'),
};

class Guide {
  #shelf;
  constructor(shelf) {
    this.#shelf = shelf;
  }

  async tour(titles) {
    const stops = [];
    for (const title of titles) {
      const author = await this.#shelf.author(title);
      const town = await this.#shelf.town(author);
      stops.push({ title, author, town });
    }
    return stops;
  }
}

const titles = [...authors.keys()];

async function cards(rows) {
  const written = [];
  for (const { title } of rows) {
    written.push({
      author: await catalogue.author(title),
      town: await catalogue.town(title),
    });
  }
  return written;
}

async function fillIn(rows) {
  for (const row of rows) row.author = await catalogue.author(row.title);
  return rows;
}

async function main() {
  const stops = await new Guide(catalogue).tour(titles);
  const rows = await fillIn(stops.map(({ title }) => ({ title })));
  console.log((await cards(rows)).length, rows.at(-1).author);
}

main();
