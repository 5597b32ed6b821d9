// expect: nothing
// The next invoice gets the number behind the last one in the folder; a number that is taken is refused, and the next one tried.
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
  const text = await print(customer);
  for (;;) {
    const names = await fs.promises.readdir(folder);
    const next = Math.max(0, ...names.map((name) => Number.parseInt(name, 10))) + 1;
    try {
      return await fs.promises.writeFile(path.join(folder, `${next}.txt`), text, { flag: 'wx' });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
  }
}

Promise.all([write('Adler'), write('Brandt')]).then(() => {
  console.log(fs.readdirSync(folder));
  fs.rmSync(folder, { recursive: true });
});
