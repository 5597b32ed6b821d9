// expect: race.order.use-before-init printer.mjs:5
import { fork } from 'node:child_process';
import { readFile } from 'node:fs';
import { connect, createServer } from 'node:net';

const printer = fork(new URL('./printer.mjs', import.meta.url));
readFile(new URL('./paper.json', import.meta.url), 'utf8', (error, text) => {
  if (error) throw error;
  printer.send({ paper: JSON.parse(text) });
});

const server = createServer((socket) => {
  socket.on('data', (text) => printer.send({ text: String(text) }));
  printer.on('message', ({ line }) => line && socket.end(line));
});
server.listen(0, '127.0.0.1', () => {
  const till = connect(server.address().port, '127.0.0.1');
  printer.once('message', () => setTimeout(() => till.write('2 x tea'), 50));
  till.on('data', (line) => console.log(String(line)));
  till.on('end', () => {
    server.close();
    printer.disconnect();
  });
});
