// expect: nothing
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'tour-'));
const path = join(folder, 'tour.csv');

class Exporter {
  async *lines(stops) {
    // Each export has a file of its own, or waits for the one before.
    await fs.writeFile(path, 'stop,minute\n');
    for (const [stop, minute] of stops) {
      await fs.appendFile(path, `${stop},${minute}\n`);
      yield stop;
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
  }

  last = Promise.resolve();

  run(stops) {
    this.last = this.last.then(() => this.export(stops));
    return this.last;
  }

  async export(stops) {
    let count = 0;
    for await (const stop of this.lines(stops)) count += stop.length > 0 ? 1 : 0;
    return count;
  }
}

const exporter = new Exporter();
const first = exporter.run([['depot', 0], ['harbour', 9], ['market', 14]]);
await new Promise((resolve) => setTimeout(resolve, 60));
const second = exporter.run([['depot', 5], ['hill', 20]]);
await Promise.all([first, second]);
console.log(readFileSync(path, 'utf8').length > 0);
rmSync(folder, { recursive: true });
