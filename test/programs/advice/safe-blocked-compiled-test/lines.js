'use strict';
class Lines {
  constructor() {
    this.pieces = [];
    this.size = 0;
  }

  write(text) {
    const last = this.pieces.length - 1;
    if (last < 0 || this.pieces[last].length > 500_000) this.pieces.push(text);
    else this.pieces[last] += text;
    this.size += Buffer.byteLength(text);
  }
}
exports.Lines = Lines;
