/** The public face of the API's own queries; routes are reached over HTTP. */
export { ApplicationQueries, type ApplicationEntry } from './applications.queries.js';
export { GuideQueries, type GuideEntry } from './guides.queries.js';
export { PhysicianQueries, type PhysicianEntry } from './physicians.queries.js';
