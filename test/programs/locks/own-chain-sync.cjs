// expect: deadlock.actual 19,25 exit 0
'use strict';
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
class Mutex {
  constructor() { this.tail = Promise.resolve(); }
  acquire() {
    let release;
    const next = new Promise((resolve) => { release = () => resolve(); });
    const turn = this.tail.then(() => release);
    this.tail = this.tail.then(() => next);
    return turn;
  }
}
const disk = new Mutex();
const net = new Mutex();
async function download() {
  const doneNet = await net.acquire();
  await sleep(5);
  const doneDisk = await disk.acquire();
  doneDisk(); doneNet();
}
async function upload() {
  const doneDisk = await disk.acquire();
  await sleep(5);
  const doneNet = await net.acquire();
  doneNet(); doneDisk();
}
Promise.all([download(), upload()]).then(() => console.log('done'));
