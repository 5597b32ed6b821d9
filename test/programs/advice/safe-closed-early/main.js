// expect: nothing
// never: promise.floating
// All are awaited before the end closes; the last one closes; what comes late is kept elsewhere; who asks for no more than some has them; who has hung up wants no more; an end may be a deadline.
'use strict';
const { EventEmitter } = require('node:events');
const net = require('node:net');
const { Readable } = require('node:stream');
const { setTimeout: sleep } = require('node:timers/promises');

class Ledger {
  pages = [];
  refused = 0;
  sealed = false;

  enter(page) {
    if (this.sealed) {
      this.refused += 1;
      return;
    }
    this.pages.push(page);
  }

  seal() {
    this.sealed = true;
  }
}

function awaited(scans, ledger) {
  const reading = [];
  scans.on('data', (scan) => reading.push(sleep(8, scan).then((page) => ledger.enter(page))));
  return new Promise((resolve) => {
    scans.on('end', async () => {
      await Promise.all(reading);
      ledger.seal();
      resolve(ledger.pages.length);
    });
  });
}

async function inTurn(scans, ledger) {
  for await (const scan of scans) ledger.enter(await sleep(2, scan));
  ledger.seal();
  return ledger.pages.length;
}

function counted(scans, ledger) {
  return new Promise((resolve) => {
    let open = 0;
    let ended = false;
    const settle = () => {
      if (!ended || open > 0) return;
      ledger.seal();
      resolve(ledger.pages.length);
    };
    scans.on('data', async (scan) => {
      open++;
      ledger.enter(await sleep(8, scan));
      open--;
      settle();
    });
    scans.on('end', () => {
      ended = true;
      settle();
    });
  });
}

// What comes after the first edition goes into the second.
function editions(scans) {
  const [first, second] = [[], []];
  let isPrinted = false;
  scans.on('data', async (scan) => {
    const page = await sleep(8, scan);
    if (isPrinted) {
      second.push(page);
      return;
    }
    first.push(page);
  });
  scans.on('end', () => {
    isPrinted = true;
  });
  return sleep(300).then(() => first.length + second.length);
}

// Two are enough.
function sample(scans) {
  const found = [];
  let enough = false;
  return new Promise((resolve) => {
    scans.on('data', async (scan) => {
      const page = await sleep(8, scan);
      if (enough) return;
      found.push(page);
      if (found.length === 2) {
        enough = true;
        resolve(found.length);
      }
    });
    scans.on('end', () => console.log('all are under way'));
  });
}

// Until a time is over; the end comes much later.
function until(ms) {
  const feed = new EventEmitter();
  const heard = [];
  let deaf = false;
  const stop = () => {
    deaf = true;
  };
  feed.on('item', async (item) => {
    const text = await sleep(10, item);
    if (deaf) return;
    heard.push(text);
  });
  feed.on('end', () => stop());
  setTimeout(() => stop(), ms);
  for (let i = 0; i < 3; i++) feed.emit('item', i);
  return sleep(30).then(() => {
    feed.emit('end');
    return heard.length;
  });
}

// Whoever has hung up is not put on the list.
const present = new Set();
function reception() {
  const server = net.createServer((socket) => {
    let gone = false;
    socket.on('data', async (name) => {
      const guest = await sleep(20, String(name));
      if (gone) return;
      present.add(guest);
    });
    socket.on('end', () => {
      gone = true;
    });
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const visitor = net.connect(server.address().port, '127.0.0.1', () => visitor.end('anna'));
      visitor.on('close', () => sleep(40).then(() => server.close(() => resolve(present.size))));
      visitor.resume();
    });
  });
}

// What is shown is as of now: a picture that comes late is none that is missing.
function slides(scans) {
  const view = { shown: '', done: false };
  scans.on('data', async (scan) => {
    const picture = await sleep(8, scan);
    if (view.done) return;
    view.shown = picture;
  });
  scans.on('end', () => {
    view.done = true;
    view.shown = 'the end';
  });
  return sleep(30).then(() => view.shown);
}

// The end is a deadline: what is found good after it comes too late.
function auction() {
  const hall = new EventEmitter();
  const bids = [];
  let isOver = false;
  let late = 0;
  hall.on('bid', async (bid) => {
    const good = await sleep(10, bid);
    if (isOver) {
      late++;
      return;
    }
    bids.push(good);
  });
  hall.on('end', () => {
    isOver = true;
  });
  hall.emit('bid', 20);
  hall.emit('bid', 30);
  hall.emit('end');
  return sleep(30).then(() => bids.length + late);
}

const scans = () => Readable.from(['one', 'three', 'fifteen']);
const kept = [awaited(scans(), new Ledger()), inTurn(scans(), new Ledger()), counted(scans(), new Ledger()), editions(scans())];
const meant = [sample(scans()), until(5), reception(), slides(scans()), auction()];
Promise.all([...kept, ...meant]).then((all) => console.log(...all));
