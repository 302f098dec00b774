/** One product as the demo company would list it. */
export type Article = {
  sku: string;
  name: string;
  productType: string;
  pricePence: number;
  /** What the whole company sells of an ordinary one. */
  unitsPerDay: number;
  packSize: number;
};

export type Line = {
  productType: string;
  /** Low at or below this, for every product of the type that does not say otherwise. */
  lowStockThreshold: number | null;
  code: string;
  unitsPerDay: number;
  packSize: number;
  models: [code: string, name: string, pricePence: number][];
  /** Each model comes in each of these. */
  variants: [code: string, name: string, extraPence: number][];
};

export const articles = (): Article[] =>
  lines.flatMap(({ code, productType, unitsPerDay, packSize, models, variants }) =>
    models.flatMap(([modelCode, modelName, pricePence]) =>
      variants.map(([variantCode, variantName, extraPence]) => ({
        sku: [code, modelCode, variantCode].filter(Boolean).join('-'),
        name: [modelName, variantName].filter(Boolean).join(', '),
        productType,
        pricePence: pricePence + extraPence,
        unitsPerDay,
        packSize,
      })),
    ),
  );

const AS_IT_IS: Line['variants'] = [['', '', 0]];

export const lines: Line[] = [
  {
    productType: 'Tea',
    lowStockThreshold: 12,
    code: 'TEA',
    unitsPerDay: 2.2,
    packSize: 12,
    models: [
      ['ENG', 'English Breakfast Tea', 450],
      ['ASM', 'Assam Gold Tea', 475],
      ['EGR', 'Earl Grey Tea', 475],
      ['DRJ', 'Darjeeling First Flush Tea', 650],
      ['SEN', 'Sencha Green Tea', 550],
      ['PEP', 'Peppermint Tea', 425],
      ['CHM', 'Chamomile Tea', 425],
      ['ROO', 'Vanilla Rooibos Tea', 450],
    ],
    variants: [
      ['15', '15 pyramid bags', 0],
      ['50', '50 bags', 345],
      ['250', '250 g loose leaf', 720],
    ],
  },
  {
    productType: 'Coffee',
    lowStockThreshold: 10,
    code: 'COF',
    unitsPerDay: 2.6,
    packSize: 6,
    models: [
      ['YIR', 'Yirgacheffe Coffee', 895],
      ['HUI', 'Huila Coffee', 850],
      ['SAN', 'Santos Coffee', 795],
      ['MAN', 'Mandheling Coffee', 875],
      ['HUE', 'Huehuetenango Coffee', 875],
      ['DEC', 'Swiss Water Decaf Coffee', 895],
    ],
    variants: [
      ['227B', '227 g beans', 0],
      ['227G', '227 g ground', 0],
      ['1KB', '1 kg beans', 2000],
    ],
  },
  {
    productType: 'Preserves',
    lowStockThreshold: 10,
    code: 'PRE',
    unitsPerDay: 1.5,
    packSize: 6,
    models: [
      ['STR', 'Strawberry Jam', 295],
      ['RAS', 'Raspberry Jam', 310],
      ['DAM', 'Damson Jam', 325],
      ['MAR', 'Seville Marmalade', 310],
      ['LEM', 'Lemon Curd', 325],
      ['CHU', 'Apple & Ale Chutney', 335],
      ['HNY', 'Heather Honey', 545],
      ['PIC', 'Piccalilli', 335],
    ],
    variants: [
      ['113', '113 g', 0],
      ['340', '340 g', 230],
    ],
  },
  {
    productType: 'Biscuits',
    lowStockThreshold: 10,
    code: 'BIS',
    unitsPerDay: 1.9,
    packSize: 12,
    models: [
      ['SHB', 'All-Butter Shortbread', 395],
      ['GIN', 'Stem Ginger Biscuits', 375],
      ['OAT', 'Oat Biscuits for Cheese', 350],
      ['CHO', 'Dark Chocolate Digestives', 425],
      ['FLP', 'Golden Syrup Flapjack', 395],
    ],
    variants: [
      ['150', '150 g', 0],
      ['TIN', 'tin of 300 g', 600],
    ],
  },
  {
    productType: 'Enamelware',
    lowStockThreshold: 6,
    code: 'ENA',
    unitsPerDay: 0.8,
    packSize: 4,
    models: [
      ['MUG', 'Enamel Mug 350 ml', 995],
      ['BWL', 'Enamel Bowl 16 cm', 1095],
      ['PLT', 'Enamel Plate 24 cm', 1195],
      ['JUG', 'Enamel Jug 1 l', 2450],
      ['PIE', 'Enamel Pie Dish 28 cm', 1650],
    ],
    variants: [
      ['CRM', 'cream', 0],
      ['NAV', 'white with navy rim', 0],
      ['SAG', 'sage', 100],
      ['RST', 'rust', 100],
    ],
  },
  {
    productType: 'Stoneware',
    lowStockThreshold: 6,
    code: 'STO',
    unitsPerDay: 0.7,
    packSize: 4,
    models: [
      ['TPT', 'Stoneware Teapot 1 l', 4200],
      ['MUG', 'Stoneware Mug 300 ml', 1450],
      ['PLS', 'Stoneware Side Plate 19 cm', 1350],
      ['PLD', 'Stoneware Dinner Plate 27 cm', 1950],
      ['BWL', 'Stoneware Pasta Bowl 23 cm', 1850],
      ['CRM', 'Stoneware Creamer 250 ml', 1600],
    ],
    variants: [
      ['OAT', 'oat', 0],
      ['MOS', 'moss', 0],
      ['INK', 'ink', 150],
    ],
  },
  {
    productType: 'Kitchen tools',
    lowStockThreshold: 5,
    code: 'KIT',
    unitsPerDay: 0.6,
    packSize: 5,
    models: [
      ['SPN', 'Beech Spoons, set of 3', 1150],
      ['RPN', 'Ash Rolling Pin 45 cm', 1850],
      ['BRD', 'Olive Wood Board 40 cm', 3950],
      ['WHK', 'Balloon Whisk 28 cm', 1250],
      ['SCL', 'Balance Scale with Weights', 8900],
      ['TMR', 'Egg Timer, brass', 1450],
      ['STR', 'Tea Strainer, stainless', 795],
      ['INF', 'Tea Infuser Basket', 950],
      ['KTL', 'Stovetop Kettle 2 l', 5400],
      ['FRP', 'French Press 8 cups', 3600],
      ['GRN', 'Hand Coffee Grinder', 4900],
      ['DRP', 'Pour-Over Dripper', 2400],
      ['FLT', 'Paper Filters, pack of 100', 595],
      ['CTR', 'Biscuit Cutters, set of 5', 1095],
      ['LFT', 'Loaf Tin 900 g', 1350],
      ['CKT', 'Cake Tin 20 cm', 1495],
      ['MRT', 'Granite Mortar 14 cm', 3200],
      ['OPN', 'Bottle Opener, brass', 1600],
    ],
    variants: AS_IT_IS,
  },
  {
    productType: 'Linen',
    lowStockThreshold: 5,
    code: 'LIN',
    unitsPerDay: 0.6,
    packSize: 10,
    models: [
      ['TWL', 'Linen Tea Towel', 1200],
      ['APR', 'Linen Apron', 3800],
      ['NAP', 'Linen Napkins, set of 4', 3200],
      ['RUN', 'Linen Table Runner 150 cm', 3600],
      ['OVN', 'Linen Oven Glove', 1650],
    ],
    variants: [
      ['STR', 'ticking stripe', 0],
      ['OLV', 'olive', 0],
      ['FLX', 'natural flax', 0],
      ['RST', 'rust', 0],
    ],
  },
  {
    productType: 'Candles',
    lowStockThreshold: 8,
    code: 'CAN',
    unitsPerDay: 1.1,
    packSize: 6,
    models: [
      ['FIG', 'Fig & Cedar', 1600],
      ['SEA', 'Sea Salt & Sage', 1600],
      ['TOM', 'Tomato Leaf', 1600],
      ['LAV', 'Lavender & Thyme', 1600],
      ['ORG', 'Orange & Clove', 1600],
      ['OAK', 'Smoked Oak', 1700],
    ],
    variants: [
      ['180', 'candle 180 g', 0],
      ['400', 'three-wick candle 400 g', 1800],
      ['DIF', 'reed diffuser 100 ml', 900],
    ],
  },
  {
    productType: 'Stationery',
    lowStockThreshold: 8,
    code: 'STA',
    unitsPerDay: 0.8,
    packSize: 10,
    models: [
      ['NBL', 'Notebook A5, lined', 1150],
      ['NBD', 'Notebook A5, dotted', 1150],
      ['PLN', 'Weekly Planner', 1450],
      ['RCP', 'Recipe Cards, box of 50', 1350],
      ['CRD', 'Note Cards, box of 10', 950],
    ],
    variants: [
      ['FRN', 'fern', 0],
      ['CLY', 'clay', 0],
      ['MID', 'midnight', 0],
    ],
  },
  {
    productType: 'Garden',
    lowStockThreshold: 4,
    code: 'GAR',
    unitsPerDay: 0.5,
    packSize: 4,
    models: [
      ['TRW', 'Hand Trowel, ash handle', 1650],
      ['FRK', 'Hand Fork, ash handle', 1650],
      ['CAN', 'Copper Watering Can 1.5 l', 4800],
      ['TWN', 'Jute Twine 100 m', 595],
      ['SNP', 'Herb Snips', 1450],
      ['DIB', 'Seed Dibber', 1150],
      ['LBL', 'Slate Plant Labels, pack of 10', 895],
      ['GLV', 'Leather Gardening Gloves', 2200],
      ['POT', 'Terracotta Pot 14 cm', 695],
      ['TRG', 'Galvanised Trug', 2900],
    ],
    variants: AS_IT_IS,
  },
  {
    productType: 'Gift wrap',
    lowStockThreshold: null,
    code: 'WRP',
    unitsPerDay: 1.4,
    packSize: 20,
    models: [
      ['PAP', 'Wrapping Paper, 3 m roll', 395],
      ['RIB', 'Cotton Ribbon, 10 m', 350],
      ['TAG', 'Gift Tags, pack of 12', 295],
      ['BOX', 'Gift Box, medium', 425],
    ],
    variants: [
      ['KRF', 'kraft', 0],
      ['HOL', 'holly', 45],
    ],
  },
];
