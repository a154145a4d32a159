/** The public face of the API's own queries; routes are reached over HTTP. */
export { GuideQueries, type GuideEntry } from './guides.queries.js';
