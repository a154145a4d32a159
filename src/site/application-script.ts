import { STATUS_PATH } from './apply-paths.js';
import {
  declaredLabels,
  declineWords,
  documentStates,
  kindWords,
  openStates,
  renewalWords,
  stateWords,
} from './application-words.js';
import { documentScript } from './document-script.js';
import { formScript } from './form-script.js';
import { memberScript } from './member-script.js';
import { pageScript } from './page-script.js';

// A link that does not work, a session that ended and a file that never was look alike: the page offers another link.
const offering = `
const linkFails = ({ status }) => [401, 403, 404].includes(status);
function orOfferLink(problem) {
  if (linkFails(problem)) byId('lost').hidden = false;
  throw problem;
}
`;

const confirming = `
const secret = findSecret();
byId(secret ? 'confirm' : 'lost').hidden = false;
onSubmit(byId('confirm'), async () => {
  await ask('/api/v1/applications/confirmation', { secret }).catch(orOfferLink);
  forgetSecret();
  location.replace('${STATUS_PATH}');
});
`;

const opening = `
let secret;
const parts = ['open', 'lost', 'file'];
const show = (name) => parts.forEach((part) => (byId(part).hidden = part !== name));

async function load(news = '') {
  try {
    const [application, documents] = await Promise.all([ask('/api/v1/application'), ask('/api/v1/application/documents')]);
    const membership = await member(application);
    fill(application);
    fillMember(membership, application);
    fillDocuments(documents.items, documentStates.includes(application.status));
    show('file');
    byId('news').textContent = news;
  } catch (problem) {
    show('lost');
    if (!linkFails(problem)) showProblems(again, problem.reasons ?? broken);
  }
}

function start() {
  secret = findSecret();
  if (secret) show('open');
  else load();
}

onSubmit(byId('open'), async () => {
  await ask('/api/v1/applications/sessions', { secret }).catch(orOfferLink);
  forgetSecret();
  await load();
  byId('file').focus();
});
addEventListener('hashchange', () => findSecret() && start());
`;

const words = `
const stateWords = ${JSON.stringify(stateWords)};
const renewalWords = ${JSON.stringify(renewalWords)};
const kindWords = ${JSON.stringify(kindWords)};
const openStates = ${JSON.stringify(openStates)};
const documentStates = ${JSON.stringify(documentStates)};
const declineWords = ${JSON.stringify(declineWords)};
const declaredLabels = ${JSON.stringify(declaredLabels)};
`;

// A deadline is a civil date, which has no zone, or an instant, told in the publisher's.
const filling = `
const timeZone = byId('file').dataset.timeZone;
const isDay = (text) => text.length === 10;
const longDay = (text) =>
  new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: isDay(text) ? 'UTC' : timeZone }).format(new Date(text));
const isPast = (text) =>
  isDay(text) ? new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date()) > text : Date.parse(text) < Date.now();
const toggle = (id, on) => (byId(id).hidden = !on);

function fillDeclared(declared) {
  const rows = Object.entries(declaredLabels).filter(([name]) => declared[name]);
  const cells = rows.flatMap(([name, label]) => [['dt', label], ['dd', declared[name]]]);
  byId('declared').replaceChildren(
    ...cells.map(([tag, text]) => Object.assign(document.createElement(tag), { textContent: text })),
  );
}

const ownFields = ['message', 'attestedName'];
function prefill(id, declared) {
  for (const control of byId(id).elements)
    if (control.name && !ownFields.includes(control.name)) control.defaultValue = declared[control.name] ?? '';
  byId(id).reset();
}

function fillAnswer({ question, declared, kind }) {
  byId('question').textContent = question ?? '';
  prefill('answer', declared);
  const renewal = kind === 'recredentialing';
  toggle('attesting', renewal);
  byId('answer-attestedName').required = renewal;
}

function fillDecision({ declineReason, note, appealUntil, profilePath }) {
  byId('reason').textContent = declineWords[declineReason] ?? declineReason ?? '';
  byId('note').textContent = note ?? '';
  toggle('verifier', note);
  byId('deadline').textContent = appealUntil ? longDay(appealUntil) : '';
  toggle('appeal', appealUntil && !isPast(appealUntil));
  const local = /^\\/(?![/\\\\])/.test(profilePath ?? '');
  toggle('profile', local);
  if (local) byId('profile-link').href = profilePath;
}

function fill(application) {
  const { status, kind, submittedAt, declared } = application;
  byId('kind').textContent = kindWords[kind] ?? '';
  toggle('kind', kindWords[kind]);
  const asked = kind === 'recredentialing' && status === 'needs-info';
  const [heading, sentence] = asked ? renewalWords : stateWords[status] ?? [status, ''];
  byId('state').textContent = heading;
  byId('state-words').textContent = sentence;
  byId('submitted').textContent = longDay(submittedAt);
  fillDeclared(declared);
  fillAnswer(application);
  fillDecision(application);
  toggle('asked', status === 'needs-info');
  toggle('declined', status === 'declined');
  toggle('withdrawal', openStates.includes(status) && kind !== 'recredentialing');
}
`;

const acting = `
function corrected(form) {
  const moved = [...form.elements].filter(
    (control) => control.name && !ownFields.includes(control.name) && control.value.trim() !== control.defaultValue,
  );
  return Object.fromEntries(moved.map((control) => [control.name, control.value.trim()]));
}

function onAct(id, path, body, news) {
  onSubmit(byId(id), async (form) => {
    await ask('/api/v1/application/' + path, body(form)).catch(orOfferLink);
    await load(news);
    byId('file').focus();
  });
}

const message = (form) => form.elements.message.value.trim();
const answerOf = (form) => ({ message: message(form), fields: corrected(form) });
const attested = (form) => {
  const attestedName = form.elements.attestedName.value.trim();
  return attestedName ? { attestedName } : {};
};
onAct('answer', 'answers', (form) => ({ ...answerOf(form), ...attested(form) }), 'We have your answer.');
onAct('withdraw', 'withdrawal', () => ({}), 'Your application is withdrawn.');
onAct('appeal', 'appeal', (form) => ({ message: message(form) }), 'We have your appeal.');
`;

const starting = `
start();
`;

/** Exchanges the mailed confirmation for a session, at the press of a button only: mail scanners open links. */
export const confirmScript = pageScript(formScript, offering, confirming);

/** Opens an application by its mailed link or by the session, shows it, and sends what the applicant answers. */
export const statusScript = pageScript(
  formScript,
  offering,
  words,
  opening,
  filling,
  documentScript,
  acting,
  memberScript,
  starting,
);
