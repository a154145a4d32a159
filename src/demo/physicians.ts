import { checkDigit } from '../physicians/index.js';

/** A physician of the demonstration: what they declare, and where the registry says something else. */
export interface DemoPhysician {
  given: string;
  family: string;
  credential: string;
  specialty: 'dermatology' | 'plastic-surgery' | 'facial-plastic' | 'oculoplastic';
  state: string;
  license: string;
  practice: string;
  /** Of the practice’s mail; its site too, unless `site` says otherwise. */
  domain: string;
  site?: string;
  certification?: string;
  biography?: string;
  /** The number without its check digit. */
  nine: string;
  /** The registry shows the number as deactivated. */
  deactivated?: true;
  /** The registry shows no license. */
  unlisted?: true;
}

/** All of them invented, their numbers computed: whether one was ever issued nobody asks. */
export const physicians = {
  adele: {
    ...{ given: 'Adele', family: 'Wintersby', credential: 'MD', specialty: 'dermatology', state: 'NY' },
    ...{ license: 'D-190071', practice: 'Wintersby Skin', domain: 'wintersby-skin.example', nine: '199055501' },
    biography: 'Adele Wintersby sees adults and children with eczema, acne and hair loss, in English and Spanish.',
  },
  bruno: {
    ...{ given: 'Bruno', family: 'Castellmar', credential: 'MD', specialty: 'plastic-surgery', state: 'FL' },
    ...{ license: 'D-228812', practice: 'Castellmar Surgery', domain: 'castellmar.example', nine: '199055502' },
    certification: 'American Board of Plastic Surgery',
  },
  celia: {
    ...{ given: 'Celia', family: 'Norrgard', credential: 'MD', specialty: 'dermatology', state: 'CA' },
    ...{ license: 'D-301145', practice: 'Norrgard Dermatology', domain: 'norrgard.example', nine: '199055503' },
  },
  dario: {
    ...{ given: 'Dario', family: 'Weltmann', credential: 'MD', specialty: 'facial-plastic', state: 'WA' },
    ...{ license: 'D-415530', practice: 'Sound Facial Surgery', domain: 'sound-facial.example', nine: '199055504' },
  },
  elka: {
    ...{ given: 'Elka', family: 'Rosmund', credential: 'MD', specialty: 'oculoplastic', state: 'TX' },
    ...{ license: 'D-520098', practice: 'Rosmund Eye', domain: 'rosmund-eye.example', nine: '199055505' },
  },
  farid: {
    ...{ given: 'Farid', family: 'Belmonte', credential: 'MD', specialty: 'dermatology', state: 'IL' },
    ...{ license: 'D-611127', practice: 'Lakeside Dermatology', domain: 'lakeside-derm.example', nine: '199055506' },
  },
  greta: {
    ...{ given: 'Greta', family: 'Hollinder', credential: 'DO', specialty: 'plastic-surgery', state: 'CO' },
    ...{ license: 'D-707443', practice: 'Hollinder Clinic', domain: 'hollinder.example', nine: '199055507' },
  },
  hugo: {
    ...{ given: 'Hugo', family: 'Tennquist', credential: 'MD', specialty: 'dermatology', state: 'TX' },
    ...{ license: 'D-818264', practice: 'Tennquist Skin', domain: 'tennquist.example', nine: '199055508' },
    certification: 'American Board of Dermatology',
    biography:
      'Hugo Tennquist treats skin and hair conditions, and does skin surgery, in a practice of three physicians.',
  },
  ilse: {
    ...{ given: 'Ilse', family: 'Marwick', credential: 'MD', specialty: 'dermatology', state: 'AZ' },
    ...{ license: 'D-904410', practice: 'Marwick Dermatology', domain: 'marwick.example', nine: '199055509' },
  },
  jonas: {
    ...{ given: 'Jonas', family: 'Pellgrave', credential: 'MD', specialty: 'plastic-surgery', state: 'GA' },
    ...{ license: 'D-117702', practice: 'Pellgrave Surgery', domain: 'pellgrave.example', nine: '199055510', site: '' },
  },
  katya: {
    ...{ given: 'Katya', family: 'Brandmoor', credential: 'MD', specialty: 'facial-plastic', state: 'NV' },
    ...{ license: 'D-226615', practice: 'Brandmoor Face', domain: 'brandmoor.example', nine: '199055511' },
    deactivated: true,
  },
  /** Somebody who applies under Bruno’s number. */
  other: {
    ...{ given: 'Bruno', family: 'Castellmar', credential: 'MD', specialty: 'plastic-surgery', state: 'FL' },
    ...{ license: 'D-228812', practice: 'Gulf Aesthetics', domain: 'gulf-aesthetics.example', nine: '199055502' },
  },
  mira: {
    ...{ given: 'Mira', family: 'Oldfield', credential: 'MD', specialty: 'dermatology', state: 'MA' },
    ...{ license: 'D-335509', practice: 'Oldfield Skin', domain: 'oldfield-skin.example', nine: '199055512' },
    unlisted: true,
  },
  nils: {
    ...{ given: 'Nils', family: 'Averdale', credential: 'MD', specialty: 'oculoplastic', state: 'OH' },
    ...{ license: 'D-448831', practice: 'Averdale Eyes', domain: 'averdale.example', nine: '199055513' },
  },
  orla: {
    ...{ given: 'Orla', family: 'Finnerhan', credential: 'DO', specialty: 'dermatology', state: 'PA' },
    ...{ license: 'D-559924', practice: 'Finnerhan Skin', domain: 'finnerhan.example', nine: '199055514' },
  },
  /** Whom the registry knows and the story does not: for a visitor who applies. */
  quincy: {
    ...{ given: 'Quincy', family: 'Valebrook', credential: 'MD', specialty: 'dermatology', state: 'OR' },
    ...{ license: 'D-660017', practice: 'Valebrook Skin', domain: 'valebrook.example', nine: '199055515' },
  },
} as const satisfies Record<string, DemoPhysician>;

export type PhysicianKey = keyof typeof physicians;

export function physicianOf(key: PhysicianKey): DemoPhysician {
  return physicians[key];
}

export function npiOf({ nine }: DemoPhysician): string {
  return `${nine}${checkDigit(nine)}`;
}

export function mailOf({ given, domain }: DemoPhysician): string {
  return `${given.toLowerCase()}@${domain}`;
}
