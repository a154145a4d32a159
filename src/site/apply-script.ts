import { formScript } from './form-script.js';
import { pageScript } from './page-script.js';
import { proofScript } from './proof-script.js';

const sending = `
const form = byId('apply');
const openedAt = performance.now();
const wanted = new URLSearchParams(location.search).get('specialty');
for (const option of form.elements.specialty.options) if (option.value === wanted) option.selected = true;

function declaration() {
  const typed = [...new FormData(form)].map(([name, value]) => [name, value.trim()]);
  return { ...Object.fromEntries(typed), consent: form.elements.consent.checked };
}

onSubmit(form, async () => {
  if (!crypto.subtle) throw new Problem(0, [{ message: 'Your browser cannot do the proof of work. Write to us instead.' }]);
  const filledInSeconds = Math.round((performance.now() - openedAt) / 1000);
  say(form, 'Your browser proves that it is no robot. This can take a few seconds …');
  const proof = await prove(await ask('/api/v1/applications/challenge'));
  say(form, 'Sending …');
  const { message } = await ask('/api/v1/applications', { ...declaration(), proof, filledInSeconds });
  form.hidden = true;
  byId('sent-words').textContent = message;
  byId('sent').hidden = false;
  byId('sent').focus();
});
`;

/** Sends the application with its proof of work. `?specialty=<slug>` in the address chooses the specialty. */
export const applyScript = pageScript(formScript, proofScript, sending);
