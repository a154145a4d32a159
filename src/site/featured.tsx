import { longMonth } from './dates.js';
import { several, withArticle } from './reviewers.js';
import { localHref } from './urls.js';
import type { ApplyView, FeaturedView } from './view-models.js';

/** `Find a dermatology physician – advertisement`; the label where members pay. */
export function featuredHeading({ specialty, paid }: Pick<FeaturedView, 'specialty' | 'paid'>): string {
  return `Find ${withArticle(specialty)} physician${paid ? ' – advertisement' : ''}`;
}

/** Network physicians of one specialty, apart from the guide and labeled when members pay; nothing when there are none. */
export function Featured({ block }: { block: FeaturedView }) {
  if (block.members.length === 0) return null;
  const rel = block.paid ? 'sponsored' : undefined;
  return (
    <aside class="featured small">
      <h2>{featuredHeading(block)}</h2>
      <p>
        {block.paid && 'Members pay a fee and are not endorsed; '}
        {block.paid ? 'none' : 'None'} of those shown wrote or reviewed this guide. The order is drawn by lot for this
        guide and {longMonth(block.month)}.
      </p>
      <ul class="plain">
        {block.members.map((member) => (
          <li>
            <a class="own" href={localHref(member.path)} rel={rel}>
              {member.credentials ? `${member.name}, ${member.credentials}` : member.name}
            </a>
            {member.licenseStates.length > 0 && <span> · licensed in {member.licenseStates.join(', ')}</span>}
          </li>
        ))}
      </ul>
      <p>
        <a class="own" href={localHref(block.listPath)}>
          All {several(block.practitioner)} by state
        </a>
      </p>
    </aside>
  );
}

/** One call to apply for each specialty. */
export function Apply({ call }: { call: ApplyView }) {
  return (
    <p class="apply small">
      Are you {withArticle(call.practitioner)}? <a href={localHref(call.path)}>Apply to appear beside our guides</a>
    </p>
  );
}
