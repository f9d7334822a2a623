// GOV.UK Frontend stands above this in the same file. It acts only on a page whose body bears these classes, which say that
// the browser runs modules; without them every page works as plain HTML.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

// A clock that goes on while one looks at it, from the seconds that the page says: the reader's own clock may be wrong. Past its limit it
// changes its look, and a screen reader is told once.
for (const clock of document.querySelectorAll('[data-moothall-clock]')) {
  const [begun, most] = [Number(clock.dataset.moothallClock), Number(clock.dataset.moothallMost)];
  const show = () => {
    const seconds = begun + Math.floor(performance.now() / 1000);
    clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    if (seconds > most && !clock.classList.contains('moothall-clock--over')) {
      clock.classList.add('moothall-clock--over');
      const said = document.createElement('span');
      said.setAttribute('role', 'alert');
      said.textContent = ' The time is over.';
      clock.after(said);
    }
  };
  show();
  setInterval(show, 1000);
}
