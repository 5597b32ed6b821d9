// expect: nothing
// A class of the program's own, which is called like one of Node's, and may be written to once it has been ended.
import { setTimeout as delay } from 'node:timers/promises';
class Socket {
  lines = [];
  ended = false;
  write(text) {
    this.lines.push(text);
  }
  end() {
    this.ended = true;
  }
}
const socket = new Socket();
async function client() {
  for (let i = 0; i < 5; i++) {
    await delay(5);
    socket.write(`line ${i}`);
  }
}
const closed = delay(12).then(() => socket.end());
await client();
await closed;
console.log(socket.lines.length, socket.ended);
