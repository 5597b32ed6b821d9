// expect: race.check-then-act 18,28
// What has been sent is looked at by a method that each callback calls, but for the one that gives a letter up.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

class Mailing {
  constructor(done) {
    this.left = 0;
    this.sent = 0;
    this.closed = false;
    this.done = done;
  }
  add(file) {
    this.left++;
    fs.stat(file, (error) => {
      if (error) {
        this.left--;
        return;
      }
      fs.readFile(file, () => {
        this.sent++;
        this.look();
      });
    });
  }
  look() {
    if (this.closed && this.sent === this.left) this.done(this.sent);
  }
  close() {
    this.closed = true;
    this.look();
  }
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mail-'));
for (const name of ['a', 'c']) fs.writeFileSync(path.join(folder, name), name);
const mailing = new Mailing((sent) => {
  console.log(sent);
  fs.rmSync(folder, { recursive: true });
});
for (const name of ['a', 'b', 'c']) mailing.add(path.join(folder, name));
mailing.close();
