// Passkeys: asks the browser for one, puts its answer in the form and sends it. Browsers that have the new helpers need no
// translation between JSON and bytes; for the others it is done here (W3C Web Authentication, section 5.1).
const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function readOptions(does, json) {
  const options = JSON.parse(json);
  const helper = does === "create" ? "parseCreationOptionsFromJSON" : "parseRequestOptionsFromJSON";
  if (PublicKeyCredential[helper]) return PublicKeyCredential[helper](options);
  options.challenge = toBytes(options.challenge);
  if (options.user) options.user.id = toBytes(options.user.id);
  for (const list of [options.excludeCredentials, options.allowCredentials]) {
    for (const each of list ?? []) each.id = toBytes(each.id);
  }
  return options;
}

function writeAnswer(credential) {
  if (credential.toJSON) return JSON.stringify(credential);
  const { id, type, response } = credential;
  const answer = { id, type, rawId: toText(credential.rawId), response: {}, clientExtensionResults: {} };
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) answer.response[name] = toText(response[name]);
  }
  if (response.getTransports) answer.response.transports = response.getTransports();
  return JSON.stringify(answer);
}

export function enhancePasskey(form) {
  const said = form.querySelector("[data-said]");
  const field = form.elements.credential;
  const { passkey: does, options, i18nFailed, i18nCannot } = form.dataset;
  if (!window.PublicKeyCredential) {
    said.textContent = i18nCannot;
    return;
  }
  const ask = async () => {
    said.textContent = "";
    try {
      const credential = await navigator.credentials[does]({ publicKey: readOptions(does, options) });
      field.value = writeAnswer(credential);
      form.submit();
    } catch (error) {
      console.info(error.name); // no error of the page: people stop, and keys are forgotten
      said.textContent = i18nFailed;
    }
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
  ask(); // some browsers ask only after a press of the button, which then does the same
}
