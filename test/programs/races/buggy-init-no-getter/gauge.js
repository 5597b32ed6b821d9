// A gauge whose level is kept inside.
class Gauge {
  level;


}

module.exports = { Gauge };
