// GOV.UK Frontend stands above this in the same file. It acts only on a page whose body bears these classes, which say that
// the browser runs modules; without them every page works as plain HTML.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
