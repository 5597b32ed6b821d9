// expect: race.order.use-before-init 20,9
// A guest asks a desk for a second line, and has the parcel sent over it before it is known to be connected.
import net from 'node:net';

class Desk {
  constructor() {
    this.line = undefined;
    this.parcels = net.createServer((line) => {
      this.line = line;
    });
    this.front = net.createServer((guest) => {
      guest.on('data', (word) => {
        if (String(word) === 'line') guest.write(String(this.parcels.address().port));
        else this.send(String(word));
      });
    });
  }

  send(what) {
    this.line.end(`a parcel of ${what}`);
  }

  async open() {
    await new Promise((resolve) => this.parcels.listen(0, resolve));
    await new Promise((resolve) => this.front.listen(0, resolve));
    return this.front.address().port;
  }
}

const heard = (socket) => new Promise((resolve) => socket.once('data', (text) => resolve(String(text))));
const connected = (socket) => new Promise((resolve) => socket.once('connect', resolve));

const desk = new Desk();
const guest = net.connect(await desk.open());
await connected(guest);
guest.write('line');
const line = net.connect(Number(await heard(guest)));
guest.write('tea');
console.log(await heard(line));
guest.destroy();
line.destroy();
desk.front.close();
desk.parcels.close();
