// expect: deadlock.actual 15
// The child is started in one method, and written to in another one.
const { spawn } = require('node:child_process');

class Sorter {
  constructor() {
    this.child = spawn(process.execPath, [__filename, 'sort']);
    this.output = '';
    this.child.stdout.on('data', (part) => (this.output += part));
    this.closed = new Promise((resolve) => this.child.on('close', resolve));
  }
  add(line) { this.child.stdin.write(`${line}\n`); }
  async result() {
    // Nobody ends the input.
    await this.closed;
    return this.output.trim().split('\n');
  }
}

if (process.argv[2] === 'sort') {
  let text = '';
  process.stdin.on('data', (part) => (text += part));
  process.stdin.on('end', () => console.log(text.trim().split('\n').sort().join('\n')));
} else {
  const sorter = new Sorter();
  for (const word of ['pear', 'apple', 'fig']) sorter.add(word);
  sorter.result().then((lines) => console.log(lines));
}
