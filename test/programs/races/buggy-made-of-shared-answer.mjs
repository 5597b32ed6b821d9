// expect: race.check-then-act 15,18
// The address is looked up once for all, but each that waits for it makes a connection of his own, and the last one stays.
import { setTimeout as sleep } from 'node:timers/promises';
class Connection {
  constructor(host) {
    this.host = host;
    made++;
  }
}
let made = 0;
let looking;
let connection;
async function connect() {
  looking ??= sleep(10, '10.0.0.7');
  connection = new Connection(await looking);
}
async function send(text) {
  if (!connection) await connect();
  return `${text} to ${connection.host}`;
}
console.log(await Promise.all([send('a'), send('b')]), made);
