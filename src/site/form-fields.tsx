import type { ComponentChildren } from 'preact';
import { Contact } from './layout.js';
import type { PublisherView } from './view-models.js';

// Spelled out, since the types of the markup tell each kind of input apart.
const TYPES = {
  text: { type: 'text' },
  email: { type: 'email' },
  tel: { type: 'tel' },
  url: { type: 'url' },
  date: { type: 'date' },
} as const;

interface FieldProps {
  /** Id of the form; with the name it makes the id of the control. */
  form: string;
  /** As the API calls the field. */
  name: string;
  label: string;
  hint?: ComponentChildren;
  optional?: boolean;
}

interface InputProps extends FieldProps {
  type?: keyof typeof TYPES;
  autocomplete?: string;
  inputMode?: 'numeric';
  pattern?: string;
  /** Said by the browser where the pattern is not met. */
  title?: string;
  maxlength?: number;
}

/** A one-line control with its label, and its hint tied to it. */
export function Input({ form, name, label, hint, optional, type = 'text', maxlength = 200, ...more }: InputProps) {
  const id = `${form}-${name}`;
  return (
    <Labeled id={id} label={label} hint={hint} optional={optional}>
      <input
        id={id}
        name={name}
        {...TYPES[type]}
        maxlength={maxlength}
        required={!optional}
        aria-describedby={described(id, hint)}
        {...more}
      />
    </Labeled>
  );
}

/** The address of the practice's site. */
export function SiteInput({ form }: Pick<FieldProps, 'form'>) {
  return (
    <Input
      form={form}
      name="practiceSite"
      type="url"
      label="Site of the practice"
      hint="Begins with https://."
      autocomplete="url"
      maxlength={500}
      optional
    />
  );
}

/** A choice of one file. */
export function FileInput({ form, name, label, hint, accept }: FieldProps & { accept: string }) {
  const id = `${form}-${name}`;
  return (
    <Labeled id={id} label={label} hint={hint}>
      <input id={id} name={name} type="file" accept={accept} required aria-describedby={described(id, hint)} />
    </Labeled>
  );
}

/** A control for several lines. */
export function TextArea({ form, name, label, hint, optional, maxlength = 4000 }: FieldProps & { maxlength?: number }) {
  const id = `${form}-${name}`;
  return (
    <Labeled id={id} label={label} hint={hint} optional={optional}>
      <textarea
        id={id}
        name={name}
        rows={6}
        maxlength={maxlength}
        required={!optional}
        aria-describedby={described(id, hint)}
      />
    </Labeled>
  );
}

interface SelectProps extends FieldProps {
  options: { value: string; label: string }[];
  autocomplete?: string;
}

/** A choice of one, none being chosen at first. */
export function Select({ form, name, label, hint, options, autocomplete }: SelectProps) {
  const id = `${form}-${name}`;
  return (
    <Labeled id={id} label={label} hint={hint}>
      <select id={id} name={name} required autocomplete={autocomplete} aria-describedby={described(id, hint)}>
        <option value="">Choose</option>
        {options.map((option) => (
          <option value={option.value}>{option.label}</option>
        ))}
      </select>
    </Labeled>
  );
}

interface LabeledProps extends Pick<FieldProps, 'label' | 'hint' | 'optional'> {
  id: string;
  children: ComponentChildren;
}

function Labeled({ id, label, hint, optional, children }: LabeledProps) {
  return (
    <div class="field">
      <label for={id}>
        {label}
        {optional && ' (optional)'}
      </label>
      {hint && (
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {children}
    </div>
  );
}

const described = (id: string, hint: ComponentChildren) => (hint ? `${id}-hint` : undefined);

/** Where the script tells what it is doing and what was wrong; every form of these pages ends with it. */
export function Submit({ children }: { children: ComponentChildren }) {
  return (
    <>
      <div class="notice" role="alert" tabIndex={-1} />
      <button type="submit">{children}</button>
      <p class="hint" role="status" />
    </>
  );
}

/** For somebody who lost the mail. The answer tells nobody whether there is an application. */
export function SendAgain() {
  return (
    <form id="again" method="post">
      <Input form="again" name="email" type="email" autocomplete="email" label="E-mail address you applied with" />
      <Submit>Send my link again</Submit>
    </form>
  );
}

/** Said where scripts are off. */
export function NeedsScripts({ why, publisher }: { why: string; publisher: PublisherView }) {
  return (
    <noscript>
      <p class="notice">
        {why} Scripts are off in your browser. Turn them on for this page, or write to us:{' '}
        <Contact publisher={publisher} />
      </p>
    </noscript>
  );
}
