// The pier knows its harbour master when the office has opened.
function openOffice(callback) {
  setTimeout(() => {
    callback(null, {
      desk() {
        return { berths: (given) => setTimeout(given, 5, null, ['north', 'south']) };
      },
    });
  }, 60);
}

module.exports = function moor(ready) {
  const pier = {
    desk: undefined,
    berths: [],
    ask: function (desk, given) {
      desk.berths((error, names) => {
        if (error) return given(error);
        pier.berths = names;
        given(null, names);
      });
    },
  };
  openOffice((error, office) => {
    if (error) throw error;
    pier.desk = office.desk();
    pier.ask(pier.desk, ready);
  });
  return pier;
};
