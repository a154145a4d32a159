import { Invalid, type Reason } from '../platform/errors.js';
import { imageProblems } from './document-image.js';
import { pdfProblems } from './document-pdf.js';

/** What a document is for. */
export const documentKinds = ['identity', 'license', 'certification', 'name-change', 'other'] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** What a document may be, with the ending of its name. */
export const documentTypes = { 'application/pdf': 'pdf', 'image/jpeg': 'jpg', 'image/png': 'png' } as const;
export type DocumentType = keyof typeof documentTypes;

/** 10 MB. */
export const documentBytes = 10 * 1_048_576;

const beginnings: [DocumentType, Buffer][] = [
  ['application/pdf', Buffer.from('%PDF-')],
  ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff])],
  ['image/png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
];

/**
 * What a document is, by its bytes. `declared` is what the sender says it is: it proves nothing, and may not differ. Throws
 * {@link Invalid} with all that speaks against taking it. A scan only: no program that opens it may trust it more for that.
 */
export function recognizeDocument(bytes: Buffer, declared: string): DocumentType {
  if (bytes.length === 0) throw Invalid.of('file', 'The file is empty.');
  if (bytes.length > documentBytes) throw Invalid.of('file', 'The file is larger than 10 MB.');
  const type = beginnings.find(([, magic]) => bytes.subarray(0, magic.length).equals(magic))?.[0];
  if (!type) throw Invalid.of('file', 'This is no PDF, JPEG or PNG, whatever its name says.');
  if (type !== declared)
    throw Invalid.of('file', `The file is a ${documentTypes[type].toUpperCase()} and is sent as something else.`);
  const problems = [...problemsOf(type, bytes), ...archiveProblems(bytes)];
  if (problems.length > 0) throw new Invalid(problems);
  return type;
}

function problemsOf(type: DocumentType, bytes: Buffer): Reason[] {
  return type === 'application/pdf' ? pdfProblems(bytes) : imageProblems(bytes, documentTypes[type]);
}

/** A ZIP archive is read from its end: it hides behind whatever comes first. Its last record is at most 65,557 bytes long. */
function archiveProblems(bytes: Buffer): Reason[] {
  const hidden = bytes.subarray(-65_557).includes('PK\x05\x06', 0, 'latin1');
  return hidden ? [{ code: 'file', message: 'The file holds an archive.' }] : [];
}
