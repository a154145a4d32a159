import { civil, monday } from './calendar.js';
import { specialtiesOf } from './texts.js';
import { personOf, type Guide, type Role, type Version, type World } from './state.js';

/** Does this person ask with one of these roles? They are read as the request comes in. */
export const has = (world: World, name: string, ...roles: Role[]): boolean =>
  roles.some((role) => (world.asked?.[name] ?? personOf(world, name).roles).includes(role));

/** Do they hold the role now? */
export const holds = (world: World, name: string, role: Role): boolean => personOf(world, name).roles.includes(role);

/** In which specialties somebody may sign today. */
export function signingSpecialties(world: World, name: string): string[] {
  const { license } = personOf(world, name);
  const current = license?.standing === 'verified' && (license.until === null || license.until >= civil(world.now));
  return license && current ? [license.specialty] : [];
}

/** Who may judge a text: a reviewer, licensed in one of its specialties, who wrote nothing in it and declared no conflict. */
export function fit(world: World, guide: Guide, version: Version | undefined, name: string): boolean {
  if (!version || !holds(world, name, 'reviewer') || guide.bars.includes(name)) return false;
  if (version.contributors.some((each) => each.endsWith(` ${name}`))) return false;
  return signingSpecialties(world, name).some((specialty) => specialtiesOf(version).includes(specialty));
}

/** Has taken fewer reviews this week than they take: those in hand, and those decided since Monday. */
export function hasRoom(world: World, name: string): boolean {
  const since = monday(civil(world.now));
  const load = world.guides
    .flatMap((guide) => guide.reviews)
    .filter(
      (w) =>
        w.assignee === name && (w.status === 'assigned' || (w.status === 'decided' && civil(w.decidedAt) >= since)),
    );
  return load.length < personOf(world, name).perWeek;
}
