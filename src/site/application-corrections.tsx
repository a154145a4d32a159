import { Input, SiteInput, TextArea } from './form-fields.js';

/** What may be put right in an answer or changed as a member. */
export function Corrections({ form, legend }: { form: string; legend: string }) {
  return (
    <fieldset>
      <legend>{legend}</legend>
      <Input form={form} name="phone" type="tel" label="Phone" autocomplete="tel" maxlength={40} />
      <Input form={form} name="licenseNumber" label="License number" autocomplete="off" maxlength={40} />
      <Input form={form} name="licenseExpiresOn" type="date" label="License expires on" autocomplete="off" />
      <Input form={form} name="practiceName" label="Name of the practice" autocomplete="organization" />
      <SiteInput form={form} />
      <Input form={form} name="certification" label="Certifying board" autocomplete="off" optional />
      <TextArea
        form={form}
        name="biography"
        label="Text for your profile"
        hint="Plain facts, without praise, promises or ways to reach you: training, languages, what you treat."
        maxlength={1200}
        optional
      />
    </fieldset>
  );
}
