import { breadcrumbList } from './crumbs.js';
import { listOf } from './members.js';
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
    breadcrumb: breadcrumbList(publisher, [listOf(view), { path, title: name }]),
    mainEntity: physician(view, url),
  };
  return JSON.stringify(page).replaceAll('<', '\\u003c');
}

function physician(view: PhysicianView, url: string) {
  const { name, schemaOrgSpecialty, licenses, certifyingBoard, practice } = view;
  const credentials = [
    ...licenses.map(({ state }) => license(state)),
    ...(certifyingBoard ? [certification(certifyingBoard)] : []),
  ];
  return {
    '@type': 'IndividualPhysician',
    '@id': `${url}#physician`,
    url,
    name,
    description: view.biography,
    medicalSpecialty: schemaOrgSpecialty && `https://schema.org/${schemaOrgSpecialty}`,
    hasCredential: credentials.length > 0 ? credentials : undefined,
    practicesAt: practice && { '@type': 'MedicalOrganization', name: practice.name, url: webHref(practice.site) },
  };
}

function certification(board: string) {
  return {
    '@type': 'EducationalOccupationalCredential',
    credentialCategory: 'certification',
    recognizedBy: { '@type': 'Organization', name: board },
  };
}

function license(state: string) {
  return {
    '@type': 'EducationalOccupationalCredential',
    credentialCategory: 'license',
    validIn: { '@type': 'State', name: state },
  };
}
