/**
 * What the scripts of all applicant pages share: asking the API, and telling in a form's own regions what it is doing
 * and what was wrong. Text reaches the page through `textContent` alone.
 */
export const formScript = `
const byId = (id) => document.getElementById(id);
const findSecret = () => /^#([\\w-]{32,})$/.exec(location.hash)?.[1];
const forgetSecret = () => history.replaceState(null, '', location.pathname);

class Problem extends Error {
  constructor(status, reasons) {
    super(reasons.map(({ message }) => message).join(' '));
    this.status = status;
    this.reasons = reasons;
  }
}

async function ask(path, body) {
  const headers = { accept: 'application/json' };
  const isFile = body instanceof Blob;
  const type = isFile ? body.type || 'application/octet-stream' : 'application/json';
  const sent = body && { method: 'POST', body: isFile ? body : JSON.stringify(body), headers: { ...headers, 'content-type': type } };
  const response = await fetch(path, { headers, cache: 'no-store', ...sent }).catch(() => {
    throw new Problem(0, [{ message: 'We could not be reached. Check your connection and try again.' }]);
  });
  const answer = await response.json().catch(() => null);
  if (response.ok) return answer;
  const message = answer?.detail || answer?.title || 'Something went wrong here. Try again in a few minutes.';
  throw new Problem(response.status, answer?.reasons?.length ? answer.reasons : [{ message }]);
}

const broken = [{ message: 'Something went wrong in your browser. Load the page again.' }];

function say(form, words) {
  form.querySelector('[role=status]').textContent = words;
}

function clearProblems(form) {
  form.querySelector('[role=alert]').replaceChildren();
  for (const control of form.elements) control.removeAttribute('aria-invalid');
}

function reasonItem(form, { code, message }) {
  const item = document.createElement('li');
  const control = code && form.elements.namedItem(code.split('.').pop());
  if (!control) {
    item.textContent = message;
    return item;
  }
  control.setAttribute('aria-invalid', 'true');
  const link = document.createElement('a');
  link.href = '#' + control.id;
  link.textContent = message;
  link.addEventListener('click', (event) => {
    event.preventDefault();
    control.focus();
  });
  item.append(link);
  return item;
}

function showProblems(form, reasons) {
  const lead = document.createElement('p');
  lead.textContent = 'That did not work:';
  const list = document.createElement('ul');
  list.append(...reasons.map((reason) => reasonItem(form, reason)));
  const region = form.querySelector('[role=alert]');
  region.replaceChildren(lead, list);
  region.focus();
}

function onSubmit(form, act) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (form.hasAttribute('aria-busy')) return;
    form.setAttribute('aria-busy', 'true');
    clearProblems(form);
    say(form, 'One moment …');
    try {
      say(form, (await act(form)) ?? '');
    } catch (error) {
      say(form, '');
      showProblems(form, error.reasons ?? broken);
    } finally {
      form.removeAttribute('aria-busy');
    }
  });
}

const again = byId('again');
onSubmit(again, async () => {
  const { message } = await ask('/api/v1/applications/links', { email: again.elements.email.value.trim() });
  again.reset();
  return message;
});
`;
