// expect: deadlock.actual 15
// The result is read as it comes; the warnings, which are many in this case, are not.
const { once } = require('node:events');
const { spawn } = require('node:child_process');

if (process.argv[2] === 'check') {
  const warnings = Array.from({ length: 8000 }, (_, i) => `line ${i}: the quantity is missing, 1 is taken instead\n`);
  for (const warning of warnings) process.stderr.write(warning);
  process.stdout.write(`${warnings.length} lines checked\n`);
} else {
  async function check() {
    const child = spawn(process.execPath, [__filename, 'check']);
    let said = '';
    child.stdout.on('data', (part) => (said += part));
    await once(child, 'close');
    return said;
  }
  check().then((said) => console.log(said.trim()));
}
