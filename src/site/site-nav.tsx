import {
  CORRECTIONS_PATH,
  GUIDES_PATH,
  HOW_WE_REVIEW_PATH,
  policyPath,
  REVIEWERS_PATH,
  SPECIALTIES_PATH,
} from './urls.js';
import type { LinkView } from './view-models.js';

const main: LinkView[] = [
  { path: GUIDES_PATH, title: 'All guides' },
  { path: REVIEWERS_PATH, title: 'Reviewers' },
  { path: SPECIALTIES_PATH, title: 'Physicians' },
  { path: HOW_WE_REVIEW_PATH, title: 'How we review' },
];

const policies: LinkView[] = [
  { path: policyPath('editorial'), title: 'Editorial policy' },
  { path: HOW_WE_REVIEW_PATH, title: 'How we review' },
  { path: CORRECTIONS_PATH, title: 'Corrections' },
  { path: policyPath('advertising'), title: 'Advertising' },
  { path: policyPath('privacy'), title: 'Privacy' },
];

/** In the header of every page: what can be read here, and who stands behind it. */
export function MainNav() {
  return <Links label="Site" links={main} />;
}

/** In the footer of every page. */
export function PolicyNav() {
  return <Links label="Policies" links={policies} />;
}

function Links({ label, links }: { label: string; links: LinkView[] }) {
  return (
    <nav class="links" aria-label={label}>
      <ul>
        {links.map(({ path, title }) => (
          <li>
            <a href={path}>{title}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
