// expect: nothing
// The child has a file of its own, and is told when there is no more.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { spawn } = require('node:child_process');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'words-'));
const program = path.join(folder, 'words.cjs');
fs.writeFileSync(
  program,
  `let text = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (part) => (text += part));
process.stdin.on('end', () => console.log(text.split(' ').length));`,
);
const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
console.log('asking');
function count(text) {
  return new Promise((resolve) => {
    child.stdout.once('data', resolve);
    child.stdin.end(text);
  });
}
async function main() {
  const words = await count('to be or not to be');
  console.log(String(words));
}
main();
