// expect: race.fs.lost-update 14,12
// Two children enter themselves in one register: each reads it as it starts, and writes it when it is ready.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const [, , file, name] = process.argv;
if (file) {
  const register = JSON.parse(readFileSync(file, 'utf8'));
  register.push(name);
  setTimeout(() => writeFileSync(file, JSON.stringify(register)), 600);
} else {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'register-'));
  const register = path.join(folder, 'register.json');
  writeFileSync(register, '[]');
  const me = fileURLToPath(import.meta.url);
  const children = ['left', 'right'].map((side) => fork(me, [register, side]));
  await Promise.all(children.map((child) => once(child, 'exit')));
  console.log(JSON.parse(readFileSync(register, 'utf8')).length > 0);
  rmSync(folder, { recursive: true });
}
