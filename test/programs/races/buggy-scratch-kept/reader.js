'use strict';
function makeReader(bytes) {
  let at = 0;
  return {
    where: () => at,
    seek: (place) => {
      at = place;
    },
    text: (length) => bytes.toString('latin1', at, at + length),
  };
}

exports.reader = makeReader(Buffer.from('annbobcyddee', 'latin1'));
