// expect: nothing
// stop-after: 6
// A child that answers to each line lives as long as the program, which waits for its next line from outside.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

const child = spawn('cat', ['-']);
const answers = createInterface({ input: child.stdout });
child.on('close', () => console.log('the child has gone'));
child.stdin.write('hello\n');
answers.on('line', (line) => console.log(line));
const server = createServer((socket) => socket.pipe(child.stdin, { end: false }));
server.listen(0);
