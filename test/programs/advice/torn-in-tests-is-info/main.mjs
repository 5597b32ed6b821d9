// expect: race.fs.torn-read@info main.mjs:18
// A test writes the page anew while another part of it reads it, long after: that the two could meet is worth a word of information in a test.
import assert from 'node:assert';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

class Page {
  constructor(file) {
    this.file = file;
  }

  /** In this run whoever writes it is long done by then. */
  async show() {
    await sleep(120);
    return JSON.parse(await readFile(this.file, 'utf8')).lines.length;
  }

  async write(lines) {
    await writeFile(this.file, JSON.stringify({ lines }));
  }
}

test('a page is written and shown', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'il-page-'));
  const page = new Page(join(folder, 'page.json'));
  await writeFile(page.file, '{"lines":["one"]}');
  const [, count] = await Promise.all([page.write(['one', 'two']), page.show()]);
  assert.ok(count > 0);
  await rm(folder, { recursive: true });
});
