// expect: nothing
// Two readers look for a menu until it is there, one in a loop and one by an interval, and read it at once; the cook has made it under another name, and gives it its own when it is whole.
import { mkdtempSync, rmSync } from 'node:fs';
import { access, open, readFile, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const folder = mkdtempSync(join(tmpdir(), 'menu-'));

async function isThere(path) {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}

async function waiter(path) {
  while (!(await isThere(path))) {
    await sleep(25);
  }
  const menu = JSON.parse(await readFile(path, 'utf8'));
  return menu.dishes.length;
}

async function cook(path, dishes) {
  await sleep(20);
  await put(path, JSON.stringify({ day: 'Tuesday', dishes }));
}

async function put(path, text) {
  const file = await open(`${path}.new`, 'w');
  try {
    await file.writeFile(text);
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}

function guest(path, done) {
  const look = setInterval(async () => {
    if (!(await isThere(path))) return;
    clearInterval(look);
    done(JSON.parse(await readFile(path, 'utf8')).day);
  }, 27);
}

const [lunch, dinner] = [join(folder, 'lunch.json'), join(folder, 'dinner.json')];
void cook(lunch, ['soup', 'pie']);
console.log('dishes', await waiter(lunch));
void cook(dinner, ['stew']);
console.log('day', await new Promise((resolve) => guest(dinner, resolve)));
await sleep(30);
rmSync(folder, { recursive: true });
