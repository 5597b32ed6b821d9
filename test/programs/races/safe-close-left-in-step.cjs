// expect: nothing
// The step that sets lookups going leaves the end to the last of them; what comes because of an end looks whether more can be written.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { once } = require('node:events');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'il-step-'));
const priceOf = (item, done) => setTimeout(() => done(item.length), 3);

async function exportPrices(items) {
  const out = fs.createWriteStream(path.join(folder, 'prices.csv'));
  let left = items.length;
  for (const item of items) {
    priceOf(item, (price) => {
      out.write(`${item},${price}\n`);
      if (--left === 0) out.end();
    });
  }
  await once(out, 'close');
  const journal = fs.createWriteStream(path.join(folder, 'journal.txt'));
  const note = (text) => {
    priceOf(text, (size) => {
      if (!journal.writableEnded) journal.write(`${size} ${text}\n`);
    });
  };
  note('exported');
  journal.end('end\n', () => priceOf('end', () => journal.write('more\n')));
  await new Promise((resolve) => setTimeout(resolve, 20));
}

exportPrices(['tea', 'milk']).then(() => fs.rmSync(folder, { recursive: true }));
