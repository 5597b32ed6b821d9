// expect: race.fs.toctou 12,17 ; race.fs.toctou 24,28
// No more than so many tickets, and only one winner: by how many files there are.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');

const desk = fs.mkdtempSync(path.join(os.tmpdir(), 'desk-'));
const prizes = fs.mkdtempSync(path.join(os.tmpdir(), 'prizes-'));

function sell(name, done) {
  fs.readdir(desk, (error, tickets) => {
    if (error) return done(error);
    if (tickets.length >= 2) return done(null, 'sold out');
    setTimeout(() => {
      const file = path.join(desk, `${name}.txt`);
      fs.writeFile(file, name, (failure) => done(failure, 'sold'));
    }, 20);
  });
}

async function win(name) {
  // Hidden files do not count.
  const all = await fs.promises.readdir(prizes);
  const winners = all.filter((file) => !file.startsWith('.'));
  await sleep(15);
  if (winners.length === 0) {
    await fs.promises.writeFile(path.join(prizes, name), 'won');
  }
}

let open = 3;
const told = (error, answer) => {
  if (error) throw error;
  console.log(answer);
  if (--open === 0) for (const folder of [desk, prizes]) fs.rmSync(folder, { recursive: true });
};
setTimeout(() => Promise.all([win('ada'), win('bob')]).then(() => ['a', 'b', 'c'].forEach((name, i) => setTimeout(sell, i, name, told))), 1);
