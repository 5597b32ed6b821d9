// expect: promise.floating main.mjs:28
// The sheet is closed when its head is written, which takes a moment, but not as long as the rows: nobody waited for those.
import { setTimeout as sleep } from 'node:timers/promises';

class Sheet {
  rows = [];
  isOpen = true;
  refused = [];

  async add(row) {
    await sleep(2);
    if (this.isOpen) this.rows.push(row);
    else this.refused.push(row);
  }

  async writeHead() {
    await sleep(3);
  }

  async close() {
    await this.writeHead();
    this.isOpen = false;
    return this.rows.length;
  }
}

function eachLine(text, take) {
  for (const line of text.split('\n')) take(line);
  return text.length;
}

async function load(text) {
  return eachLine(text, async (line) => {
    await sleep(20);
    await sheet.add(line.trim());
  });
}

const sheet = new Sheet();
async function main() {
  const size = await load('a\nb\nc');
  const rows = await sheet.close();
  console.log(`${rows} rows of ${size} characters`);
}
process.on('exit', () => console.log(sheet.refused.length));
await main();
