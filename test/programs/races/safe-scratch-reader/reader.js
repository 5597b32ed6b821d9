'use strict';
function makeReader() {
  let at = 0;
  let bytes;
  return {
    init: (data) => {
      bytes = data;
      at = 0;
    },
    clear: () => {
      bytes = undefined;
    },
    byte: () => (bytes && at < bytes.length ? bytes[at++] : undefined),
    text: (length) => {
      if (!bytes || at + length > bytes.length) return '';
      return bytes.toString('latin1', at, (at += length));
    },
  };
}
const reader = makeReader();

function parseTicket(data) {
  if (data.seat !== undefined) return data;
  reader.init(data);
  const seat = reader.byte();
  const name = reader.text(3);
  reader.clear();
  return name === '' ? new Error('no ticket') : { seat, name, data };
}

module.exports = { makeReader, parseTicket };
