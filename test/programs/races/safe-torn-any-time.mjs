// expect: nothing
// A timer or a request writes a file again and again, and requests read it: what keeps them apart, or whole what they read, or makes them ready for half of it.
import { createServer } from 'node:http';
import { writeFileSync } from 'node:fs';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const dir = await mkdtemp(join(tmpdir(), 'tide-'));
const whole = JSON.stringify({ port: 'Brest' });
const load = async (file) => JSON.parse(await readFile(file, 'utf8'));
const write = async (file) => {
  await writeFile(file, whole);
};

/** Asks a server of `answer` while `tick` comes again and again. */
async function serve(name, tick, answer, before = 1700) {
  const file = join(dir, `${name}.json`);
  await writeFile(file, whole);
  const server = createServer(async (request, response) => {
    const { port } = await answer(file);
    response.end(port);
  });
  await new Promise((resolve) => server.listen(0, resolve));
  const timer = setInterval(() => tick(file), 1500);
  await sleep(before);
  const reply = await fetch(`http://localhost:${server.address().port}/`);
  if ((await reply.text()) !== 'Brest') console.log(name);
  await sleep(1400);
  clearInterval(timer);
  server.close();
}

const aside = async (file) => {
  await writeFile(`${file}.new`, whole);
  await rename(`${file}.new`, file);
};

// Whoever comes while the file is in use waits for that.
let use;
const alone = async (work) => {
  while (use !== undefined) await use;
  use = work();
  try {
    return await use;
  } finally {
    use = undefined;
  }
};

// One after the other.
let turns = Promise.resolve();
const inTurn = (work) => {
  const turn = turns.then(work);
  turns = turn.catch(() => undefined);
  return turn;
};

// Half of it is read again.
const again = async (file) => {
  for (let tries = 0; ; tries++) {
    try {
      return await load(file);
    } catch (error) {
      if (tries === 3) throw error;
      await sleep(10);
    }
  }
};
const persist = async (work) => {
  try {
    return await work();
  } catch {
    return await work();
  }
};

// What was written last is at hand.
let latest;
const keep = async (file) => {
  latest = JSON.parse(whole);
  await write(file);
};
const kept = async (file) => latest ?? (await load(file));

// It is read once, before anything is written.
let tide;
const once = async (file) => (tide ??= await load(file));
const flush = async (file) => {
  if (tide !== undefined) await writeFile(file, JSON.stringify(tide));
};

await Promise.all([
  serve('aside', aside, load),
  serve(
    'alone',
    (file) => alone(() => write(file)),
    (file) => alone(() => load(file)),
  ),
  serve(
    'turns',
    (file) => inTurn(() => write(file)),
    (file) => inTurn(() => load(file)),
  ),
  serve('again', write, again),
  serve('persist', write, (file) => persist(() => load(file))),
  serve('otherwise', write, (file) => load(file).catch(() => ({ port: 'Brest' }))),
  serve('sync', (file) => writeFileSync(file, whole), load),
  serve('kept', keep, kept),
  serve('once', flush, once, 300),
]);

// Read only where the program begins.
const file = join(dir, 'log.json');
await write(file);
const log = await load(file);
const timer = setInterval(() => write(file), 40);
await sleep(100);
// And when nobody writes any more.
clearInterval(timer);
await sleep(400);
const server = createServer(async (request, response) => {
  if (request.method === 'PUT') {
    await write(file);
    // What the same request has written.
    response.end((await load(file)).port);
  } else response.end((await load(file)).port);
});
await new Promise((resolve) => server.listen(0, resolve));
const url = `http://localhost:${server.address().port}/`;
console.log(log.port, await (await fetch(url)).text());
// Who asks waits for what was asked before.
console.log(await (await fetch(url, { method: 'PUT' })).text());
console.log(await (await fetch(url)).text());
server.close();
await rm(dir, { recursive: true });
