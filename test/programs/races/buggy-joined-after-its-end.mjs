// expect: race.order.last-write 11,17
// The member has gone, and was taken out of all rooms, when what it had asked for is found, and it is put in again for good. The end is told by the connection, the question by the member's own emitter.
import net from 'node:net';
import { once, EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
class Rooms {
  members = new Map();
  add(id, room) {
    const known = this.members.get(id);
    if (known) known.push(room);
    else this.members.set(id, [room]);
  }
  roomsOf(id) {
    return this.members.get(id) ?? [];
  }
  leaveAll(id) {
    this.members.delete(id);
  }
}
class Member extends EventEmitter {
  constructor(rooms, wire, id) {
    super();
    Object.assign(this, { rooms, id });
    this.join('all');
    wire.on('data', (line) => this.emit('asked', String(line)));
    wire.on('error', () => {});
    wire.on('close', () => this.gone());
  }
  join(room) {
    this.rooms.add(this.id, room);
  }
  gone() {
    this.rooms.leaveAll(this.id);
  }
}
const rooms = new Rooms();
let n = 0;
let joined;
const over = new Promise((resolve) => {
  joined = resolve;
});
const server = net.createServer((wire) => {
  const member = new Member(rooms, wire, ++n);
  member.on('asked', async (room) => {
    wire.write('wait');
    await sleep(250);
    member.join(room);
    joined();
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const client = net.connect(server.address().port, '127.0.0.1', () => client.write('news'));
client.once('data', () => client.destroy());
await over;
console.log(rooms.roomsOf(1));
server.close();
