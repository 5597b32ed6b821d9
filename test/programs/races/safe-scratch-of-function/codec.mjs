// Names and rows of names in bytes: what was decoded last says how many bytes it took, as `decode.bytes`.
const text = new TextDecoder();

export const name = {};
export const row = {};

defineName();
defineRow();

function defineName() {
  name.decode = decode;

  function decode(bytes, at) {
    const length = bytes[at];
    const kind = text.decode(bytes.subarray(at + 1, at + 2));
    let rest = '';
    if (kind !== '-') {
      rest = text.decode(bytes.subarray(at + 2, at + 1 + length));
    }
    decode.bytes = length + 1;
    return kind + rest;
  }
}

function defineRow() {
  row.decode = decode;

  function decode(bytes, at = 0) {
    const start = at;
    const names = [];
    while (at < bytes.length) {
      names.push(name.decode(bytes, at));
      at += name.decode.bytes;
    }
    decode.bytes = at - start;
    return names;
  }
}
