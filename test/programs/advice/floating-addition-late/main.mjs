// expect: promise.floating main.mjs:26
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const folder = await mkdtemp(path.join(os.tmpdir(), 'menu-'));

class Menu {
  constructor(file) {
    this.file = file;
  }

  async translate(text) {
    await sleep(60);
    return text.toUpperCase();
  }

  async head(title) {
    await appendFile(this.file, `${await this.translate(title)}\n`);
  }
}

async function print() {
  const menu = new Menu(path.join(folder, 'menu.txt'));
  menu.head('today');
  await writeFile(menu.file, 'soup\nbread\n');
  await sleep(120);
  return readFile(menu.file, 'utf8');
}

console.log((await print()).split('\n')[0]);
await rm(folder, { recursive: true });
