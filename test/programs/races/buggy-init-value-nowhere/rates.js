// What a bureau starts with: the names of its rates.
exports.board = JSON.parse('{"names":["krone"]}');
