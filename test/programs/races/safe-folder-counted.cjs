// expect: nothing
// Something is made of each file, or only one name can be taken, or one after the other.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');

const desk = fs.mkdtempSync(path.join(os.tmpdir(), 'desk-'));
const prizes = fs.mkdtempSync(path.join(os.tmpdir(), 'prizes-'));
for (const name of ['x', 'y']) fs.writeFileSync(path.join(desk, name), name);

async function stamp(by) {
  const letters = await fs.promises.readdir(desk);
  if (letters.length === 0) return;
  await sleep(5);
  for (const letter of ['x', 'y']) await fs.promises.writeFile(path.join(desk, `${letter}.${by}`), by);
}

async function win(name) {
  const all = await fs.promises.readdir(prizes);
  if (all.length > 0) return false;
  await sleep(5);
  try {
    await fs.promises.writeFile(path.join(prizes, 'winner'), name, { flag: 'wx' });
    return true;
  } catch {
    return false;
  }
}

let line = Promise.resolve();
const inTurn = (job) => (line = line.then(job));
async function sell(name) {
  const tickets = await fs.promises.readdir(desk);
  if (tickets.length >= 7) return 'sold out';
  await sleep(5);
  await fs.promises.writeFile(path.join(desk, name), name);
  return 'sold';
}

async function main() {
  await Promise.all([stamp('one'), stamp('two')]);
  await Promise.all([win('ada'), win('bob')]);
  await Promise.all(['a', 'b', 'c'].map((name) => inTurn(() => sell(name).then(console.log))));
  for (const folder of [desk, prizes]) fs.rmSync(folder, { recursive: true });
}
main();
