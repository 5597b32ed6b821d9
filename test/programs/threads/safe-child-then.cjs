// expect: nothing
// Plain promises and callbacks: the input of the child is ended a good while later.
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
    setTimeout(() => child.stdin.end(), 2500);
  });
}

if (process.argv[2] === 'count') {
  let words = 0;
  process.stdin.setEncoding('utf8');
  process.stdin.on('data', (part) => (words += part.trim().split(/\s+/).length));
  process.stdin.on('end', () => console.log(words));
} else {
  countWords(['a fig', 'two ripe pears'])
    .then((words) => console.log(words, 'words'))
    .catch(console.error);
}
