// expect: nothing
// never: await.in-loop await.sequential
'use strict';
const net = require('node:net');
const { Mutex } = require('async-mutex');
const wait = (ms, value) => new Promise((resolve) => setTimeout(() => resolve(value), ms));

// Each page is found by the one before.
const pages = new Map([0, 1, 2, 3, 4, 5, 6].map((n) => [`p${n}`, { next: `p${n + 1}`, n }]));
const page = (name) => wait(40, pages.get(name));
const follow = (depth) => depth.reduce((before) => before.then((at) => page(at.next)), page('p0'));

// Steps of an upgrade, each for the database that the one before has left.
const db = { version: 0, log: [] };
const steps = [1, 2, 3, 4, 5].map((version) => ({
  up: async (target) => {
    await wait(30);
    target.version = version;
  },
}));
const upgrade = () => steps.reduce((before, step) => before.then(() => step.up(db)), Promise.resolve());
const upgradeAll = () =>
  steps.reduce(async (before, step) => {
    const done = await before;
    done.push(await step.up(db));
    return done;
  }, Promise.resolve([]));

// Tasks that were given in order.
const series = (tasks) => tasks.reduce((before, task) => before.then((all) => task().then((one) => [...all, one])), Promise.resolve([]));

// The first that answers is enough.
const first = (names) =>
  names.reduce(async (before, name) => {
    const found = await before;
    if (found) return found;
    return await wait(30, name === 'd' ? name : undefined);
  }, Promise.resolve());

// No more than one in so many milliseconds.
const gently = (names) => names.reduce((before, name) => before.then(() => wait(20, name)).then(() => pause(30)), Promise.resolve());
const pause = (ms) => wait(ms);

// One writer at a time, whoever asks.
const mutex = new Mutex();
const lines = [];
const note = (text) =>
  mutex.runExclusive(async () => {
    await wait(30);
    lines.push(text);
    return lines.length;
  });
const keep = (texts) => texts.reduce((before, text) => before.then((sum) => note(text).then((n) => sum + n)), Promise.resolve(0));

// All are under way at once, and are put together in order.
const together = (names) =>
  names.reduce(async (before, name) => {
    const row = await wait(40, { name });
    const all = await before;
    return [...all, row.name];
  }, Promise.resolve([]));

// Two chains at once: the work is shared out.
const shared = (names) => Promise.all([names.slice(0, 5), names.slice(5)].map((part) => part.reduce((before, name) => before.then((all) => wait(40, name).then((one) => [...all, one])), Promise.resolve([]))));

// One socket on which one question follows the other.
async function ask(words) {
  const server = net.createServer((socket) => socket.on('data', (text) => setTimeout(() => socket.write(text), 30)));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const connection = net.connect(server.address().port, '127.0.0.1').setEncoding('utf8');
  const say = (word) =>
    new Promise((resolve) => {
      connection.once('data', resolve);
      connection.write(word);
    });
  const answers = await words.reduce((before, word) => before.then((all) => say(word).then((text) => [...all, text])), Promise.resolve([]));
  connection.end();
  server.close();
  return answers;
}

const names = [...'abcdefghij'];
follow([1, 2, 3, 4, 5])
  .then((last) => console.log(last.n))
  .then(upgrade)
  .then(upgradeAll)
  .then(() => series(names.map((name) => () => wait(20, name))))
  .then((all) => console.log(db.version, all.length))
  .then(() => first(names))
  .then((name) => console.log(name))
  .then(() => gently(names))
  .then(() => keep(names))
  .then((sum) => console.log(sum))
  .then(() => together(names))
  .then(() => shared(names))
  .then(() => ask(names))
  .then((answers) => console.log(answers.length));
