// expect: nothing
// Before it is made it is looked for; it is measured once it has been written.
import { createReadStream, createWriteStream, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createDeflate } from 'node:zlib';

const folder = mkdtempSync(path.join(tmpdir(), 'piped-'));
const page = path.join(folder, 'page.html');
writeFileSync(page, Array.from({ length: 40_000 }, (_, i) => `<p>${i * 7907}</p>`).join('\n'));

async function archive(file) {
  const target = `${file}.z`;
  if (!existsSync(target)) await pipeline(createReadStream(file), createDeflate(), createWriteStream(target));
  return target;
}

async function sizeOf(file) {
  try {
    return (await stat(file)).size;
  } catch {
    return 0;
  }
}

const target = await archive(page);
console.log((await sizeOf(target)) > 100_000);
setTimeout(() => rmSync(folder, { recursive: true }), 600);
