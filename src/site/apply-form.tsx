import type { ApplyPageView } from './applicant-views.js';
import { Input, Select, SiteInput, Submit } from './form-fields.js';
import { stateNames } from './states.js';

const FORM = 'apply';
const STATES = Object.entries(stateNames).map(([value, name]) => ({ value, label: `${value} – ${name}` }));

/** The declaration, with its consent and the typed name in place of a signature. */
export function ApplyForm({ view: { publisher, specialties } }: { view: ApplyPageView }) {
  return (
    <form id={FORM} method="post">
      <h2>Your application</h2>
      <You />
      <Reach />
      <License />
      <Practice specialties={specialties} />
      <Signature publisher={publisher.name} />
      <Trap />
      <Submit>Send my application</Submit>
    </form>
  );
}

function You() {
  return (
    <fieldset>
      <legend>You</legend>
      <Npi />
      <Input form={FORM} name="givenName" label="Given name" hint="As on your license." autocomplete="given-name" />
      <Input form={FORM} name="familyName" label="Family name" hint="As on your license." autocomplete="family-name" />
      <Input
        form={FORM}
        name="credential"
        label="Credential"
        hint="For example MD, DO or MBBS."
        maxlength={40}
        autocomplete="honorific-suffix"
      />
    </fieldset>
  );
}

function Npi() {
  return (
    <Input
      form={FORM}
      name="npi"
      label="NPI"
      hint="Your National Provider Identifier: ten digits."
      inputMode="numeric"
      pattern="[0-9]{10}"
      title="Ten digits"
      maxlength={10}
      autocomplete="off"
    />
  );
}

function Reach() {
  return (
    <fieldset>
      <legend>How we reach you</legend>
      <Input
        form={FORM}
        name="email"
        type="email"
        label="E-mail address"
        hint="Best one at your practice’s own site. We do not publish it."
        maxlength={254}
        autocomplete="email"
      />
      <Input
        form={FORM}
        name="phone"
        type="tel"
        label="Phone"
        hint="We do not publish it."
        maxlength={40}
        autocomplete="tel"
      />
    </fieldset>
  );
}

function License() {
  return (
    <fieldset>
      <legend>Your primary license</legend>
      <Select form={FORM} name="state" label="State" options={STATES} autocomplete="address-level1" />
      <Input form={FORM} name="licenseNumber" label="License number" maxlength={40} autocomplete="off" />
      <Input form={FORM} name="licenseExpiresOn" type="date" label="Expires on" autocomplete="off" />
    </fieldset>
  );
}

function Practice({ specialties }: Pick<ApplyPageView, 'specialties'>) {
  const options = specialties.map(({ slug, name, practitioner }) => ({
    value: slug,
    label: `${name} (${practitioner})`,
  }));
  return (
    <fieldset>
      <legend>Your practice</legend>
      <Select form={FORM} name="specialty" label="Specialty" options={options} />
      <Input form={FORM} name="practiceName" label="Name of the practice" autocomplete="organization" />
      <SiteInput form={FORM} />
      <Input
        form={FORM}
        name="certification"
        label="Certifying board"
        hint="Only if you want to be shown as certified: the full name of the board. We check the claim."
        autocomplete="off"
        optional
      />
    </fieldset>
  );
}

function Signature({ publisher }: { publisher: string }) {
  return (
    <fieldset>
      <legend>Consent and signature</legend>
      <div class="field">
        <label class="tick" for={`${FORM}-consent`}>
          <input id={`${FORM}-consent`} name="consent" type="checkbox" required />
          <span>
            I agree that {publisher} checks what I declare with public registers, with medical boards and, where I claim
            a certification, with the certifying board.
          </span>
        </label>
      </div>
      <Input
        form={FORM}
        name="attestedName"
        label="Your full name, in place of a signature"
        hint="By typing my name I declare that I am this person and that everything above is true and complete."
        autocomplete="name"
      />
    </fieldset>
  );
}

/** Invisible to people and their software; robots fill it in. */
function Trap() {
  return (
    <div class="trap" aria-hidden="true">
      <label for={`${FORM}-website`}>Leave this empty</label>
      <input id={`${FORM}-website`} name="website" type="text" tabIndex={-1} autocomplete="off" />
    </div>
  );
}
