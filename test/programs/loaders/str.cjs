setTimeout(() => { console.log('a'); throw 'text'; });
