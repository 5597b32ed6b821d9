'use strict';
const { parseTicket } = require('./reader.js');

exports.Hall = class Hall {
  seats = [];
  admit(name, ticket) {
    const { seat } = parseTicket(ticket.data);
    this.seats.push(`${name} ${seat}`);
  }
};
