// Decodes packets. Most carry a value.

function decode(packet) {
  return new Promise((resolve, reject) => {
    setImmediate(() => {
      switch (packet.type) {
        case 'text':
          resolve(packet.body);
          break;
        case 'number':
          resolve(Number(packet.body));
          break;
        case 'keep-alive':
          break;
        default:
          reject(new Error(`unknown packet ${packet.type}`));
      }
    });
  });
}

async function main() {
  const packets = [{ type: 'text', body: 'hello' }, { type: 'keep-alive' }, { type: 'number', body: '42' }];
  const values = await Promise.all(packets.map(decode));
  console.log('decoded', values);
}

main();
