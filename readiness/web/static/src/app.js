// Starts the GOV.UK modules in use, and keeps focus where it was when htmx changes a part of the page.
// The version in the address lets browsers keep the file for as long as it stays the same.
import {
  Button,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
  createAll,
} from "./govuk-frontend.min.js?v=6.3.0";

const WHOLE_PAGE = [ServiceNavigation, SkipLink];
const ANYWHERE = [Button, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios];

function start(modules, scope) {
  for (const module of modules) {
    createAll(module, undefined, scope);
  }
}

document.body.classList.add("js-enabled", "govuk-frontend-supported");
start([...WHOLE_PAGE, ...ANYWHERE], document);

document.body.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) {
    start(ANYWHERE, event.detail.elt);
  }
});

// A tick button that is gone after its click would throw a keyboard user back to the top.
document.body.addEventListener("htmx:afterSettle", (event) => {
  const changed = event.detail.elt;
  if (document.activeElement === document.body && event.detail.requestConfig?.verb === "post") {
    changed.setAttribute("tabindex", "-1");
    changed.focus({ preventScroll: true });
  }
});

// A screen on a wall must not go on showing what is no longer true.
for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.body.addEventListener(name, (event) => {
    event.detail.elt.querySelector(".app-wall__stale")?.removeAttribute("hidden");
  });
}
