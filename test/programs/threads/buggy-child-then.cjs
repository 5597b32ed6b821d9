// expect: deadlock.actual 28
// Plain promises and callbacks: nobody ends the input of the child, and the parent goes on when that has ended.
const { spawn } = require('node:child_process');

function countWords(lines) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [__filename, 'count'], { stdio: ['pipe', 'pipe', 'inherit'] });
    let output = '';
    child.on('error', reject);
    child.stdin.on('error', reject);
    child.stdout.on('data', (part) => (output += part));
    child.on('close', (code) => {
      if (code === 0) resolve(Number(output));
      else reject(new Error(`ended with ${code}`));
    });
    for (const line of lines) child.stdin.write(`${line}\n`);
  });
}

if (process.argv[2] === 'count') {
  let words = 0;
  process.stdin.setEncoding('utf8');
  process.stdin.on('data', (part) => (words += part.trim().split(/\s+/).length));
  process.stdin.on('end', () => console.log(words));
} else {
  countWords(['a fig', 'two ripe pears'])
    // Nothing can settle this any more.
    .then((words) => console.log(words, 'words'))
    .catch(console.error);
}
