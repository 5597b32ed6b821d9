// expect: nothing
// The function that ends it is made, and listens, when the journal is there.
import net from 'node:net';

// Somebody else in the process listens for it, too.
process.on('SIGTERM', () => console.log('asked to end'));
let journal;

function open() {
  journal = [];
}

setTimeout(() => process.kill(process.pid, 'SIGTERM'), 120);
setTimeout(() => {
  open();
  const server = net.createServer();
  server.listen(0, function () {
    console.log(journal?.length ?? 'none yet');
    function stop() {
      journal.push('stopped');
      console.log(journal.length);
      server.close();
    }
    process.once('SIGTERM', stop);
  });

}, 5);
