// expect: race.order.use-before-init 16,20
// A child's exit may come before the last of its output has been read.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

class Output {
  parts = [];
  text = null;

  add(chunk) {
    this.parts.push(String(chunk));
  }

  end() {
    // All that the child has said.
    this.text = this.parts.join('').trim();
  }

  report(code) {
    console.log('status', code, this.text.length);
  }
}

function start() {
  const output = new Output();
  const child = spawn('sh', ['-c', 'echo one; exec 1>&-; sleep 0.1']);
  child.stdout.on('data', (chunk) => output.add(chunk));
  child.stdout.on('end', () => output.end());
  child.on('exit', (code) => output.report(code));
  return once(child, 'close');
}

await start();
