// expect: deadlock.actual 18
// The pictures come out of the child as they are made, and somebody takes them; its remarks, of which this time each picture has some, nobody does.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(import.meta.url);

if (process.argv[2] === 'scale') {
  const remark = Buffer.from('no profile: sRGB is taken, and the colours may look pale on some screens\n');
  for (let picture = 0; picture < 6000; picture++) {
    fs.writeSync(2, remark);
    if (picture % 1000 === 0) fs.writeSync(1, `picture ${picture}\n`);
  }
} else {
  const scaled = spawn(process.execPath, [file, 'scale'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for await (const part of scaled.stdout) text += part;
  console.log(text.split('\n').length - 1);
}
