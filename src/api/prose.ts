import { Matches, registerDecorator, ValidateIf, type ValidationOptions } from 'class-validator';

/** The field may be left out; null is no value. */
export function MayBeAbsent(): PropertyDecorator {
  return ValidateIf((_body: unknown, value: unknown) => value !== undefined);
}

/** Words for people, over several lines: no control, direction or other unseen characters but line ends and tabs. */
export function Prose(): PropertyDecorator {
  return Matches(/^(?:[\n\t]|\r\n|[^\p{Cc}\u200e\u200f\u202a-\u202e\u2060-\u206f\u2028\u2029\ufeff])*$/u, {
    message: '$property must not hold unseen characters',
  });
}

/** What was chosen for each part that both sides changed. */
export function Resolutions(options: ValidationOptions = {}): PropertyDecorator {
  return (target, propertyName) =>
    registerDecorator({
      name: 'resolutions',
      target: target.constructor,
      propertyName: String(propertyName),
      options: { message: '$property must say “mine” or “live” for each part', ...options },
      validator: { validate: isResolutions },
    });
}

function isResolutions(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(([part, side]) => part.length <= 200 && (side === 'mine' || side === 'live'));
}
