// expect: nothing
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const dir = await mkdtemp(join(tmpdir(), 'menu-'));
const soup = '{"dishes":["soup"]}';
async function begin(name) {
  await writeFile(join(dir, name), soup);
  return join(dir, name);
}
async function print(file) {
  await sleep(5);
  await writeFile(file, soup);
}
async function announce(file) {
  await sleep(120);
  return JSON.parse(await readFile(file, 'utf8')).dishes.length;
}

async function printLater(file) {
  await sleep(100);
  await print(file);
}

// What is read is always whole.
async function aside(file) {
  await sleep(5);
  await writeFile(`${file}.new`, soup);
  await rename(`${file}.new`, file);
}
// Who finds half of it tries again.
async function again(file) {
  await sleep(120);
  for (let tries = 0; ; tries++) {
    try {
      return JSON.parse(await readFile(file, 'utf8')).dishes.length;
    } catch (error) {
      if (tries === 3) throw error;
      await sleep(10);
    }
  }
}
// Or does without.
async function without(file) {
  await sleep(120);
  try {
    return JSON.parse(await readFile(file, 'utf8')).dishes.length;
  } catch {
    return 0;
  }
}
async function load(file) {
  return JSON.parse(await readFile(file, 'utf8')).dishes.length;
}
async function covered(file) {
  await sleep(120);
  try {
    return await load(file);
  } catch (error) {
    console.log(error.message);
    return 0;
  }
}
async function handled(file) {
  await sleep(120);
  return await load(file).catch(() => 0);
}
// It waits for the writing, beside the pause.
async function told(file, written) {
  await sleep(120);
  await written;
  return await load(file);
}
// It looks whether the writing has been done.
let isWritten = false;
async function write(file) {
  await print(file);
  isWritten = true;
}
async function asked(file) {
  await sleep(120);
  if (!isWritten) return 0;
  return await load(file);
}
// It is asked again and again.
async function polled(file) {
  for (let rounds = 0; rounds < 20 && !isWritten; rounds++) await sleep(15);
  return await load(file);
}

let file = await begin('awaited');
await print(file);
await announce(file);
file = await begin('aside');
await Promise.all([aside(file), announce(file)]);
for (const [name, read] of Object.entries({ again, without, covered, handled })) {
  file = await begin(name);
  await Promise.all([print(file), read(file)]);
}
file = await begin('told');
const written = print(file);
await Promise.all([written, told(file, written)]);
file = await begin('asked');
await Promise.all([write(file), asked(file)]);
isWritten = false;
file = await begin('polled');
await Promise.all([write(file), polled(file)]);
// It is read at the start, and written after a pause.
file = await begin('later');
await Promise.all([load(file), printLater(file)]);
// Both only read.
file = await begin('read');
await Promise.all([announce(file), load(file)]);
console.log('done');
await rm(dir, { recursive: true });
