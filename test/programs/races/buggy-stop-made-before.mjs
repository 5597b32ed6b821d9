// expect: race.order.use-before-init 20,10
// As in safe-stop-made-behind, but it listens while the journal is opened: whoever ends it then finds none.
import net from 'node:net';

// Somebody else in the process listens for it, too.
process.on('SIGTERM', () => console.log('asked to end'));
let journal;

function open() {
  journal = [];
}

setTimeout(() => process.kill(process.pid, 'SIGTERM'), 120);
setTimeout(() => {

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
  setTimeout(open, 20);
}, 5);
