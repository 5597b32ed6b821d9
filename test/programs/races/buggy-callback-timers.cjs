// expect: race.check-then-act 16,14
// Both calls find no connection and make one each: what always comes between, the other's answer, is no step of either.
'use strict';
const connections = {};
let made = 0;

function dial(host, callback) {
  setTimeout(() => {
    made++;
    callback(null, { host, users: [] });
  }, 5);
}
function connect(host, done) {
  if (connections[host]) return done(connections[host]);
  dial(host, (error, connection) => {
    connections[host] = connection;
    done(connection);
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
