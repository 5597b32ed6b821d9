// expect: nothing
// Who comes while a connection is being made waits for it.
'use strict';
const connections = {};
const waiting = {};
let made = 0;

function dial(host, callback) {
  setTimeout(() => {
    made++;
    callback(null, { host, users: [] });
  }, 5);
}
function connect(host, done) {
  if (connections[host]) return done(connections[host]);
  if (waiting[host]) return waiting[host].push(done);
  waiting[host] = [done];
  dial(host, (error, connection) => {
    connections[host] = connection;
    for (const wake of waiting[host]) wake(connection);
    delete waiting[host];
  });
}
function join(name, done) {
  connect('localhost', (connection) => {
    connection.users.push(name);
    done();
  });
}
let open = 2;
const finish = () => {
  if (--open === 0) console.log(made > 0 ? 'joined' : 'alone');
};
join('ann', finish);
join('bob', finish);
