import type { PhysicianView } from './physician-view.js';
import { absoluteUrl, webHref } from './urls.js';

/**
 * schema.org ProfilePage of a member, as text for a script element (`<` is escaped). It claims only what the page shows;
 * the NPI is not shown. A directory card is an IndividualPhysician, since a Person has no medicalSpecialty.
 */
export function physicianJsonLd(view: PhysicianView): string {
  const { publisher, path, name } = view;
  const url = absoluteUrl(publisher.url, path);
  const page = {
    '@context': 'https://schema.org',
    '@type': 'ProfilePage',
    '@id': `${url}#page`,
    url,
    name,
    inLanguage: publisher.language,
    publisher: { '@type': 'Organization', name: publisher.name, url: publisher.url },
    mainEntity: physician(view, url),
  };
  return JSON.stringify(page).replaceAll('<', '\\u003c');
}

function physician({ name, schemaOrgSpecialty, licenses, practice }: PhysicianView, url: string) {
  return {
    '@type': 'IndividualPhysician',
    '@id': `${url}#physician`,
    url,
    name,
    medicalSpecialty: schemaOrgSpecialty && `https://schema.org/${schemaOrgSpecialty}`,
    hasCredential: licenses.length > 0 ? licenses.map(({ state }) => license(state)) : undefined,
    practicesAt: practice && { '@type': 'MedicalOrganization', name: practice.name, url: webHref(practice.site) },
  };
}

function license(state: string) {
  return {
    '@type': 'EducationalOccupationalCredential',
    credentialCategory: 'license',
    validIn: { '@type': 'State', name: state },
  };
}
