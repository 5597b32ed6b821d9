// expect: promise.floating@info main.mjs:27
// The sheet is closed when its head is written and as many rows have come as there are lines.
import { setTimeout as sleep } from 'node:timers/promises';

class Sheet {
  rows = [];
  isOpen = true;
  refused = [];

  async add(row) {
    if (this.isOpen) this.rows.push(row);
    else this.refused.push(row);
  }

  async writeHead() {
    await sleep(3);
  }

  async close(lines) {
    await this.writeHead();
    while (this.rows.length < lines) await sleep(5);
    this.isOpen = false;
  }
}

function eachLine(lines, take) {
  for (const line of lines) take(line);
  return lines.length;
}

async function load(text) {
  return eachLine(text.split('\n'), async (line) => {
    await sleep(20);
    await sheet.add(line.trim());
  });
}

const sheet = new Sheet();
async function main() {
  const lines = await load('a\nb\nc');
  await sheet.close(lines);
  console.log(`${sheet.rows.length} rows of ${lines} lines`);
}
process.on('exit', () => console.log(sheet.refused.length));
await main();
