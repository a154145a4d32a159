/** Names of the states, the district and the territories that license physicians, by postal code. */
export const stateNames: Record<string, string> = Object.fromEntries(
  (
    'AL Alabama;AK Alaska;AZ Arizona;AR Arkansas;CA California;CO Colorado;CT Connecticut;DE Delaware;' +
    'DC District of Columbia;FL Florida;GA Georgia;GU Guam;HI Hawaii;ID Idaho;IL Illinois;IN Indiana;IA Iowa;KS Kansas;' +
    'KY Kentucky;LA Louisiana;ME Maine;MD Maryland;MA Massachusetts;MI Michigan;MN Minnesota;MS Mississippi;MO Missouri;' +
    'MT Montana;NE Nebraska;NV Nevada;NH New Hampshire;NJ New Jersey;NM New Mexico;NY New York;NC North Carolina;' +
    'ND North Dakota;MP Northern Mariana Islands;OH Ohio;OK Oklahoma;OR Oregon;PA Pennsylvania;PR Puerto Rico;' +
    'RI Rhode Island;SC South Carolina;SD South Dakota;TN Tennessee;TX Texas;UT Utah;VT Vermont;VA Virginia;' +
    'VI US Virgin Islands;WA Washington;WV West Virginia;WI Wisconsin;WY Wyoming'
  )
    .split(';')
    .map((entry) => [entry.slice(0, 2), entry.slice(3)]),
);

/** The name of a state by its postal code; whatever else it is called, as given. */
export function stateName(region: string): string {
  return stateNames[region] ?? region;
}
