// expect: lock.starvation 51 signal
// The visitors do not stop coming: the second change of the guide still waits when the program is ended.
class Guide {
  readers = 0;
  isEdited = false;
  waiting = [];
  text = 'Welcome';

  startReading() {
    if (!this.isEdited) {
      this.readers++;
      return Promise.resolve();
    }
    return new Promise((go) => this.waiting.push({ isEditor: false, go }));
  }
  startEditing() {
    if (this.readers === 0 && !this.isEdited) {
      this.isEdited = true;
      return Promise.resolve();
    }
    return new Promise((go) => this.waiting.push({ isEditor: true, go }));
  }
  stop(isEditor) {
    if (isEditor) this.isEdited = false;
    else this.readers--;
    while (this.waiting.length > 0) {
      const [next] = this.waiting;
      if (this.isEdited || (next.isEditor && this.readers > 0)) return;
      if (next.isEditor) this.isEdited = true;
      else this.readers++;
      this.waiting.shift();
      next.go();
    }
  }
}

const guide = new Guide();
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function read() {
  await guide.startReading();
  await sleep(12);
  const { text } = guide;
  // The next one comes in before this one leaves.
  read().catch(console.error);
  await sleep(40);
  guide.stop(false);
  return text;
}
async function edit(text) {
  await guide.startEditing();
  await sleep(5);
  guide.text = text;
  guide.stop(true);
}

async function open() {
  await edit('Welcome to the museum');
  read().catch(console.error);
  await sleep(300);
  await edit('Closed on Mondays');
  console.log('changed');
}
open().catch(console.error);
