/** Where the demo company keeps its goods. The first warehouse supplies the others by van. */
export const warehouses = [
  { name: 'Bristol', address: 'Unit 4, Avonmouth Way, Bristol BS11 9YA', range: 1, share: 0.45 },
  { name: 'London', address: '27 Acton Lane, London NW10 7NR', range: 0.6, share: 0.4 },
  { name: 'Leeds', address: '12 Pepper Road, Leeds LS10 2EU', range: 0.45, share: 0.3 },
  { name: 'Glasgow', address: '88 Earl Haig Road, Glasgow G52 4JY', range: 0.35, share: 0.25 },
];

export type Partner = {
  name: string;
  contactEmail: string | null;
  leadTimeDays: number | null;
  /** Product types that are bought here first, and those where this one helps out. */
  first: string[];
  second: string[];
  code: string;
};

/** Addresses under .example reach nobody. */
export const suppliers: Partner[] = [
  {
    name: 'Highgate Tea Importers',
    contactEmail: 'orders@highgate-tea.example',
    leadTimeDays: 12,
    first: ['Tea'],
    second: [],
    code: 'HTI',
  },
  {
    name: 'Leith Tea Company',
    contactEmail: 'sales@leith-tea.example',
    leadTimeDays: 6,
    first: [],
    second: ['Tea'],
    code: 'LTC',
  },
  {
    name: 'Row Street Roasters',
    contactEmail: 'trade@rowstreet.example',
    leadTimeDays: 3,
    first: ['Coffee'],
    second: [],
    code: 'RSR',
  },
  {
    name: 'Santos Green Coffee',
    contactEmail: null,
    leadTimeDays: 9,
    first: [],
    second: ['Coffee'],
    code: 'SGC',
  },
  {
    name: 'Orchard Lane Preserves',
    contactEmail: null,
    leadTimeDays: 5,
    first: ['Preserves', 'Biscuits'],
    second: [],
    code: 'OLP',
  },
  {
    name: 'Kossmann Emaille GmbH',
    contactEmail: 'bestellung@kossmann.example',
    leadTimeDays: 21,
    first: ['Enamelware'],
    second: [],
    code: 'KE',
  },
  {
    name: 'Stoke Stoneware Works',
    contactEmail: 'orders@stokestoneware.example',
    leadTimeDays: 16,
    first: ['Stoneware'],
    second: ['Enamelware'],
    code: 'SSW',
  },
  {
    name: 'Hearthside Kitchen Supply',
    contactEmail: 'trade@hearthside.example',
    leadTimeDays: 8,
    first: ['Kitchen tools'],
    second: ['Stoneware', 'Garden'],
    code: 'HKS',
  },
  {
    name: 'Flax Mill Textiles',
    contactEmail: null,
    leadTimeDays: 14,
    first: ['Linen'],
    second: [],
    code: 'FMT',
  },
  {
    name: 'Wick & Wax Studio',
    contactEmail: 'hello@wickandwax.example',
    leadTimeDays: 7,
    first: ['Candles'],
    second: [],
    code: 'WWS',
  },
  {
    name: 'Northern Paper Goods',
    contactEmail: 'orders@northernpaper.example',
    leadTimeDays: 10,
    first: ['Stationery', 'Gift wrap'],
    second: [],
    code: 'NPG',
  },
  {
    name: 'Bramble Garden Trading',
    contactEmail: 'stock@bramblegarden.example',
    leadTimeDays: null,
    first: ['Garden'],
    second: ['Kitchen tools', 'Candles'],
    code: 'BGT',
  },
];

export type Gift = {
  sku: string;
  name: string;
  pricePence: number;
  parts: [sku: string, quantity: number][];
};

export const gifts: Gift[] = [
  {
    sku: 'GIFT-BREAKFAST',
    name: 'Breakfast Hamper',
    pricePence: 2400,
    parts: [
      ['TEA-ENG-50', 1],
      ['PRE-MAR-340', 1],
      ['PRE-STR-340', 1],
      ['BIS-SHB-150', 2],
    ],
  },
  {
    sku: 'GIFT-COFFEE',
    name: "Coffee Lover's Box",
    pricePence: 3450,
    parts: [
      ['COF-YIR-227B', 1],
      ['COF-HUI-227B', 1],
      ['ENA-MUG-NAV', 2],
    ],
  },
  {
    sku: 'GIFT-EVENING',
    name: 'Quiet Evening Box',
    pricePence: 2350,
    parts: [
      ['CAN-FIG-180', 1],
      ['TEA-CHM-15', 1],
      ['BIS-GIN-150', 1],
    ],
  },
  {
    sku: 'GIFT-BAKER',
    name: "Baker's Kit",
    pricePence: 6900,
    parts: [
      ['LIN-APR-STR', 1],
      ['KIT-RPN', 1],
      ['KIT-CTR', 1],
      ['KIT-SPN', 1],
    ],
  },
  {
    sku: 'GIFT-GARDENER',
    name: "Gardener's Gift",
    pricePence: 3700,
    parts: [
      ['GAR-TRW', 1],
      ['GAR-TWN', 2],
      ['CAN-TOM-180', 1],
    ],
  },
  {
    sku: 'GIFT-CAMP',
    name: 'Campfire Set for Four',
    pricePence: 7900,
    parts: [
      ['ENA-MUG-CRM', 4],
      ['ENA-PLT-CRM', 4],
    ],
  },
  {
    sku: 'GIFT-TEATIME',
    name: 'Tea for Two',
    pricePence: 7200,
    parts: [
      ['STO-TPT-OAT', 1],
      ['STO-MUG-OAT', 2],
      ['TEA-EGR-15', 1],
    ],
  },
  {
    sku: 'GIFT-LETTERS',
    name: "Letter Writer's Set",
    pricePence: 2300,
    parts: [
      ['STA-NBL-FRN', 1],
      ['STA-CRD-FRN', 1],
      ['WRP-BOX-KRF', 1],
    ],
  },
];
