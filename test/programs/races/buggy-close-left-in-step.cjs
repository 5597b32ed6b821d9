// expect: race.order.use-after-close 13,29 ; race.order.use-after-close 20,25
// The async function that sets lookups going closes what they write to in the same step, itself or by a helper: they write to what has ended, every time.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'il-step-'));
const priceOf = (item, done) => setTimeout(() => done(item.length), 3);

async function exportPrices(items) {
  const out = fs.createWriteStream(path.join(folder, 'prices.csv'));
  out.on('error', () => {});
  for (const item of items) priceOf(item, (price) => out.write(`${item},${price}\n`));
  const journal = fs.createWriteStream(path.join(folder, 'journal.txt'));
  journal.on('error', () => {});
  let lost = 0;

  function note(text) {
    priceOf(text, (size) => {
      journal.write(`${size} ${text}\n`, (failure) => {
        if (failure) lost++;
      });
    });
  }
  const finish = () => journal.end();
  note('begun');
  note('exported');
  finish();
  out.end();
  await new Promise((resolve) => setTimeout(resolve, 20));
  console.log('lost', lost);
}

exportPrices(['tea', 'milk']).then(() => fs.rmSync(folder, { recursive: true }));
