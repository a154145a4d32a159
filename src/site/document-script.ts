import { documentKindLabels } from './application-words.js';

/** Lists the documents that were sent, and sends another as its own bytes. Stands behind the script that fills the page. */
export const documentScript = `
const documentKindLabels = ${JSON.stringify(documentKindLabels)};
const largestDocument = 10 * 1048576;
const sizeOf = (bytes) => (bytes < 1048576 ? Math.ceil(bytes / 1024) + ' KB' : (bytes / 1048576).toFixed(1) + ' MB');
const typeNames = { 'application/pdf': 'PDF', 'image/jpeg': 'JPEG', 'image/png': 'PNG' };

function documentItem({ kind, mediaType, bytes, uploadedAt, deletedAt }) {
  const what = documentKindLabels[kind] + ': ' + typeNames[mediaType] + ', ' + sizeOf(bytes) + ', sent on ' + longDay(uploadedAt);
  const textContent = deletedAt ? what + ', deleted on ' + longDay(deletedAt) : what;
  return Object.assign(document.createElement('li'), { textContent });
}

function fillDocuments(items, takesMore) {
  byId('sent-documents').replaceChildren(...items.map(documentItem));
  toggle('sent-documents', items.length > 0);
  toggle('no-documents', items.length === 0);
  toggle('document', takesMore);
  toggle('documents', takesMore || items.length > 0);
}

onSubmit(byId('document'), async (form) => {
  const { kind, file } = form.elements;
  const [chosen] = file.files;
  const refuse = (status, message) => { throw new Problem(status, [{ code: 'file', message }]); };
  if (!typeNames[chosen.type]) refuse(415, 'Choose a PDF, a JPEG or a PNG.');
  if (chosen.size > largestDocument) refuse(413, 'The file is larger than 10 MB.');
  await ask('/api/v1/application/documents?kind=' + encodeURIComponent(kind.value), chosen).catch(orOfferLink);
  form.reset();
  await load('We have your document.');
  byId('file').focus();
});
`;
