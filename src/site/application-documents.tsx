import { documentAccept, documentKindLabels } from './application-words.js';
import { FileInput, Select, Submit } from './form-fields.js';

const FORM = 'document';
const KINDS = Object.entries(documentKindLabels).map(([value, label]) => ({ value, label }));

/** What the applicant sent, and, while the application is open, the form to send more. The script fills in the list. */
export function DocumentsSection() {
  return (
    <section id="documents">
      <h2>Documents</h2>
      <p id="no-documents">You sent none. We ask for one where we need it.</p>
      <ul id="sent-documents" class="plain" hidden />
      <form id={FORM} method="post" hidden>
        <Select form={FORM} name="kind" label="What it shows" options={KINDS} autocomplete="off" />
        <FileInput
          form={FORM}
          name="file"
          label="File"
          accept={documentAccept}
          hint="A PDF without a password, or a JPEG or PNG image, of at most 10 MB. You can send up to ten, 50 MB in all."
        />
        <p class="hint">
          We keep it encrypted. Only people who verify applications can open it, and each time is recorded. Proof of
          identity is deleted when we have decided.
        </p>
        <Submit>Send the document</Submit>
      </form>
    </section>
  );
}
