// expect: nothing
// Parts of a recording are put onto a tape, each behind the one before; the stream gives the next one only when the last one is there.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { Writable } = require('node:stream');
const util = require('node:util');

util.inherits(TapeStream, Writable);
function TapeStream(tape) {
  Writable.call(this);
  this.tape = tape;
  this.offset = 0;
}

TapeStream.prototype._write = function (part, encoding, callback) {
  var self = this;
  process.nextTick(function () {
    fs.write(self.tape, part, 0, part.length, self.offset, function (error, written) {
      self.offset += written;
      self.emit('progress');
      callback(error);
    });
  });
};

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tape-'));
const recording = path.join(folder, 'recording');
fs.writeFileSync(recording, 'a quiet evening at the harbour, '.repeat(20));
const tape = fs.openSync(path.join(folder, 'tape'), 'w');
const stream = new TapeStream(tape);
stream.on('finish', () => {
  console.log(fs.readFileSync(path.join(folder, 'tape'), 'utf8').length);
  fs.closeSync(tape);
  fs.rmSync(folder, { recursive: true });
});
fs.createReadStream(recording, { highWaterMark: 32 }).pipe(stream);
