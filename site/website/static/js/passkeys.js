// allauth's script logs a failed passkey to the console; this shows the message on the page.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.getElementById("passkey-problem").hidden = false;
});
