const rooms = new Map();

exports.rooms = () => rooms;
exports.fresh = { rooms: () => new Map(), guests: () => [] };
