// expect: nothing
// What is to be printed waits until the paper has been told, or nobody can ask for it before.
import { fork } from 'node:child_process';
import { readFile } from 'node:fs';
import { connect, createServer } from 'node:net';

const load = (told) =>
  readFile(new URL('./paper.json', import.meta.url), 'utf8', (error, text) => {
    if (error) throw error;
    told(JSON.parse(text));
  });

function ask(server, done) {
  const till = connect(server.address().port, '127.0.0.1');
  setTimeout(() => till.write('2 x tea'), 200);
  till.on('data', (line) => console.log(String(line)));
  till.on('end', () => {
    server.close();
    done();
  });
}

function keepingJobs() {
  const printer = fork(new URL('./printer.mjs', import.meta.url));
  const jobs = [];
  let isTold = false;
  load((paper) => {
    printer.send({ paper });
    isTold = true;
    for (const job of jobs) printer.send(job);
  });
  const server = createServer((socket) => {
    socket.on('data', (text) => {
      const job = { text: String(text) };
      if (isTold) printer.send(job);
      else jobs.push(job);
    });
    printer.on('message', ({ line }) => socket.end(line));
  });
  server.listen(0, '127.0.0.1', () => ask(server, () => printer.disconnect()));
}

function openedLate() {
  const printer = fork(new URL('./printer.mjs', import.meta.url));
  const server = createServer((socket) => {
    socket.on('data', (text) => printer.send({ text: String(text) }));
    printer.on('message', ({ line }) => socket.end(line));
  });
  load((paper) => {
    printer.send({ paper });
    server.listen(0, '127.0.0.1', () => ask(server, () => printer.disconnect()));
  });
}

keepingJobs();
openedLate();
