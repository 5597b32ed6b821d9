const { EventEmitter } = require('node:events');
const fs = require('node:fs');
const { Pool } = require('./pool.js');

class Link extends EventEmitter {
  constructor() {
    super();
    this.status = 'wait';
    this.pool = new Pool();
    this.pool.on('drain', () => {
      this.setStatus('close');
      this.emit('end');
    });
  }

  connect(port) {
    this.setStatus('connecting');
    fs.promises.stat(__filename).then(() => {
      if (this.status !== 'connecting') return;
      const ready = () => {
        if (this.status === 'connecting') this.setStatus('ready');
      };
      this.once('refresh', ready);
      this.pool.open(port);
      this.pool.open(port);
      setImmediate(() => this.emit('refresh'));
    });
  }

  disconnect() {
    this.setStatus('disconnecting');
    this.pool.close();
  }

  setStatus(status) {
    this.status = status;
  }
}

exports.Link = Link;
