// expect: handle.leak phrases.mjs:19; handle.leak main.mjs:14
// stop-after: 4
import { readFileSync, watch, writeFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Phrases } from './phrases.mjs';

const file = join(tmpdir(), `interleave-phrases-${process.pid}.txt`);
writeFileSync(file, 'hello=Hallo\nbye=Tschüss\n');
const phrases = new Phrases(file);

// The greeting of the day is looked up once, until its file changes.
let greeting = '';
watch(file, () => {
  greeting = '';
});
function greet(name) {
  if (greeting === '') greeting = readFileSync(file, 'utf8').split('\n')[0].slice(6);
  return `${greeting}, ${name}!`;
}

console.log(greet('Ann'), phrases.of('bye'));
// What it held is forgotten, nothing else comes of it.
setTimeout(() => writeFileSync(file, 'hello=Servus\nbye=Baba\n'), 30);
setTimeout(() => console.log(greet('Ida'), phrases.of('bye')), 120);
process.on('exit', () => rmSync(file, { force: true }));
