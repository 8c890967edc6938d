/** Where a network says it is. `utc` is the hour offset that office hours follow (no daylight saving). */
export interface City {
  readonly city: string | null;
  readonly state: string | null;
  readonly country: string;
  readonly postalCode: string | null;
  readonly lat: number;
  readonly lon: number;
  readonly utc: number;
}

function city(at: readonly [string, string, string, string], where: readonly [number, number, number]): City {
  return { city: at[0], state: at[1], country: at[2], postalCode: at[3], lat: where[0], lon: where[1], utc: where[2] };
}

export type CityName =
  | "sanFrancisco"
  | "oakland"
  | "losAngeles"
  | "austin"
  | "dallas"
  | "denver"
  | "chicago"
  | "newYork"
  | "ashburn"
  | "washington"
  | "toronto"
  | "london"
  | "manchester"
  | "dublin"
  | "amsterdam"
  | "frankfurt"
  | "berlin"
  | "munich"
  | "lisbon"
  | "barcelona"
  | "warsaw"
  | "bengaluru"
  | "singapore"
  | "tokyo"
  | "sydney"
  | "kualaLumpur"
  | "bucharest"
  | "saoPaulo"
  | "lagos";

export const cities: Readonly<Record<CityName, City>> = {
  sanFrancisco: city(["San Francisco", "California", "United States", "94105"], [37.7898, -122.3942, -8]),
  oakland: city(["Oakland", "California", "United States", "94612"], [37.8079, -122.2677, -8]),
  losAngeles: city(["Los Angeles", "California", "United States", "90012"], [34.0614, -118.2385, -8]),
  austin: city(["Austin", "Texas", "United States", "78701"], [30.2711, -97.7437, -6]),
  dallas: city(["Dallas", "Texas", "United States", "75201"], [32.7876, -96.7994, -6]),
  denver: city(["Denver", "Colorado", "United States", "80202"], [39.7491, -104.9946, -7]),
  chicago: city(["Chicago", "Illinois", "United States", "60602"], [41.8829, -87.6292, -6]),
  newYork: city(["New York", "New York", "United States", "10018"], [40.7549, -73.984, -5]),
  ashburn: city(["Ashburn", "Virginia", "United States", "20149"], [39.0469, -77.4903, -5]),
  washington: city(["Washington", "District of Columbia", "United States", "20004"], [38.895, -77.0282, -5]),
  toronto: city(["Toronto", "Ontario", "Canada", "M5H"], [43.6496, -79.3833, -5]),
  london: city(["London", "England", "United Kingdom", "EC2A"], [51.5237, -0.0836, 0]),
  manchester: city(["Manchester", "England", "United Kingdom", "M1"], [53.4794, -2.2353, 0]),
  dublin: city(["Dublin", "Leinster", "Ireland", "D02"], [53.3389, -6.2595, 0]),
  amsterdam: city(["Amsterdam", "North Holland", "Netherlands", "1012"], [52.3759, 4.8975, 1]),
  frankfurt: city(["Frankfurt am Main", "Hesse", "Germany", "60313"], [50.1155, 8.6842, 1]),
  berlin: city(["Berlin", "Land Berlin", "Germany", "10117"], [52.5174, 13.3951, 1]),
  munich: city(["Munich", "Bavaria", "Germany", "80331"], [48.1362, 11.5684, 1]),
  lisbon: city(["Lisbon", "Lisbon", "Portugal", "1100-148"], [38.7135, -9.1394, 0]),
  barcelona: city(["Barcelona", "Catalonia", "Spain", "08002"], [41.3828, 2.1774, 1]),
  warsaw: city(["Warsaw", "Mazovia", "Poland", "00-001"], [52.2319, 21.0067, 1]),
  bengaluru: city(["Bengaluru", "Karnataka", "India", "560001"], [12.9762, 77.6033, 5.5]),
  singapore: city(["Singapore", "Central Singapore", "Singapore", "048621"], [1.2841, 103.8515, 8]),
  tokyo: city(["Tokyo", "Tokyo", "Japan", "100-0001"], [35.6849, 139.7537, 9]),
  sydney: city(["Sydney", "New South Wales", "Australia", "2000"], [-33.8591, 151.2002, 10]),
  kualaLumpur: city(["Kuala Lumpur", "Kuala Lumpur", "Malaysia", "50480"], [3.1498, 101.6945, 8]),
  bucharest: city(["Bucharest", "Bucuresti", "Romania", "010011"], [44.4327, 26.1039, 2]),
  saoPaulo: city(["São Paulo", "São Paulo", "Brazil", "01010"], [-23.5475, -46.6361, -3]),
  lagos: city(["Lagos", "Lagos", "Nigeria", "101233"], [6.4541, 3.3947, 1]),
};

/** The cities that tenants keep offices in. */
export const officeCities: readonly City[] = [
  cities.sanFrancisco,
  cities.austin,
  cities.newYork,
  cities.london,
  cities.berlin,
  cities.bengaluru,
  cities.sydney,
  cities.dublin,
  cities.toronto,
];

/** Great-circle distance, in kilometres. */
export function kilometres(from: City, to: City): number {
  const radians = Math.PI / 180;
  const half =
    Math.sin(((to.lat - from.lat) * radians) / 2) ** 2 +
    Math.cos(from.lat * radians) * Math.cos(to.lat * radians) * Math.sin(((to.lon - from.lon) * radians) / 2) ** 2;
  return 12_742 * Math.asin(Math.sqrt(half));
}
