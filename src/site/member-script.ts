import { memberWords } from './application-words.js';

/** Shows a member how the membership stands, and sends what they ask for. Stands behind the script that fills the page. */
export const memberScript = `
const memberWords = ${JSON.stringify(memberWords)};
const member = (application) => (application.member ? ask('/api/v1/member') : null);

function fillMember(membership, { status, declared }) {
  toggle('membership', membership);
  if (!membership) return;
  const may = (name) => membership.transitions.some((each) => each.name === name && each.allowed);
  byId('member-words').textContent = memberWords[membership.status] ?? '';
  byId('member-since').textContent = longDay(membership.memberSince);
  byId('renew-by').textContent = longDay(membership.renewBy);
  byId('licensed-until').textContent = membership.licensedUntil ? longDay(membership.licensedUntil) : '';
  toggle('licensed', membership.licensedUntil);
  for (const name of ['pause', 'resume']) toggle(name, may(name));
  toggle('leaving', may('leave'));
  toggle('changing', status === 'approved' && membership.status !== 'terminated');
  prefill('change', declared);
}

function onMember(name, news) {
  onSubmit(byId(name), async () => {
    await ask('/api/v1/member/transitions', { name }).catch(orOfferLink);
    await load(news);
    byId('file').focus();
  });
}
onMember('pause', 'Your profile is hidden until you come back.');
onMember('resume', 'Your profile is shown again.');
onMember('leave', 'You have left the network.');

onSubmit(byId('change'), async (form) => {
  const asked = { message: form.elements.message.value.trim(), fields: corrected(form) };
  await ask('/api/v1/member/changes', asked).catch(orOfferLink);
  await load('We have your request. You can send documents with it below.');
  byId('file').focus();
});

onSubmit(byId('erase'), async () => {
  const { deleted, keptUntil } = await ask('/api/v1/application/erasure', {}).catch(orOfferLink);
  if (!deleted) return 'It is kept as evidence' + (keptUntil ? ' until ' + longDay(keptUntil) : '') + ', and deleted then.';
  show('lost');
});
`;
