// expect: race.fs.toctou 20,17
// The next invoice gets the number behind the last one in the folder; two that are written at once get the same.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'invoices-'));

let rendered = 0;
async function print(customer) {
  await sleep(25 * ++rendered);
  return `invoice for ${customer}`;
}

async function write(customer) {
  const names = await fs.promises.readdir(folder);
  const next = Math.max(0, ...names.map((name) => Number.parseInt(name, 10))) + 1;
  const file = path.join(folder, `${next}.txt`);
  await fs.promises.writeFile(file, await print(customer));
}

Promise.all([write('Adler'), write('Brandt')]).then(() => {
  console.log(fs.readdirSync(folder));
  fs.rmSync(folder, { recursive: true });
});
