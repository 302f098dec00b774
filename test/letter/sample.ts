import type {
  DigestLetter,
  InvitationLetter,
  NoticeLetter,
  OrderLetter,
  OrderLetterLine,
  SignInLetter,
} from '../../worker/letter.ts';

/** Letters as a small shop would send them. */

export const line: OrderLetterLine = {
  sku: 'KETTLE-BLK-1L',
  name: 'Pour-over kettle, matt black, 1 litre',
  supplierCode: 'HKP-4410',
  quantity: 96,
  packSize: 12,
  unitCost: '12.50',
};

export const order: OrderLetter = {
  company: { name: 'Fern & Kettle Ltd', replyTo: 'orders@fernandkettle.example' },
  supplier: { name: 'Hario Europe B.V.' },
  order: {
    number: 'PO-000012',
    orderDay: '2026-11-21',
    wantedDay: '2026-12-04',
    note: 'Please deliver before noon; the yard closes at one.\nRing the bell at the green gate.',
  },
  deliverTo: { warehouse: 'Main warehouse', address: '12 Mill Lane\nBristol\nBS1 4ND' },
  lines: [
    line,
    {
      sku: 'FILTER-02',
      name: 'Paper filters 02, 100 sheets',
      supplierCode: 'VCF-02-100W',
      quantity: 240,
      packSize: 40,
      unitCost: '3.15',
    },
    {
      sku: 'SCALE-PRO',
      name: 'Coffee scale with timer',
      supplierCode: null,
      quantity: 7,
      packSize: 1,
      unitCost: '31.00',
    },
  ],
  currency: 'EUR',
  answerUrl: 'https://stock.fernandkettle.example/answer/9f2c4e7ab1d05836c7e2?letter=12&part=1',
  answerUntilDay: '2026-11-28',
};

export const digest: DigestLetter = {
  company: { name: 'Fern & Kettle Ltd' },
  day: '2026-11-21',
  shortages: [
    {
      product: 'Pour-over kettle, matt black, 1 litre',
      sku: 'KETTLE-BLK-1L',
      warehouse: 'Main warehouse',
      onHand: 14,
      daysLeft: 3.4,
      done: { action: 'ordered', orderNumber: 'PO-000012', supplier: 'Hario Europe B.V.' },
    },
    {
      product: 'Oolong "Iron Goddess", loose leaf, 250 g tin',
      sku: 'TEA-TGY-250',
      warehouse: 'Shop, Park Street',
      onHand: 0,
      daysLeft: 0,
      done: { action: 'incoming', orderNumber: 'PO-000009', dueDay: '2026-11-24' },
    },
    {
      product: 'Bamboo whisk',
      sku: 'WHISK-100',
      warehouse: 'Main warehouse',
      onHand: 2,
      daysLeft: null,
      done: { action: 'none', why: 'no supplier is set for this product.' },
    },
  ],
  held: [
    {
      what: 'PO-000013 to Kyoto Tea Traders',
      why: 'It is above the limit of 2000.00 GBP that may be sent without approval.',
    },
  ],
  letters: [
    {
      state: 'uncertain',
      orderNumber: 'PO-000011',
      supplier: 'Glass & Co',
      address: 'sales@glass.example',
      reason: 'the connection broke after the letter was handed over.',
    },
    {
      state: 'failed',
      orderNumber: 'PO-000010',
      supplier: 'Tin Works',
      address: 'order@tinworks.example',
      reason: '550 5.1.1 No such user here',
    },
  ],
  overdue: [{ orderNumber: 'PO-000007', supplier: 'Oak & Ash Crates', dueDay: '2026-11-17', daysLate: 4 }],
  appUrl: 'https://stock.fernandkettle.example/',
};

export const notice: NoticeLetter = {
  company: { name: 'Fern & Kettle Ltd' },
  order: { number: 'PO-000010' },
  supplier: { name: 'Tin Works' },
  address: 'order@tinworks.example',
  serverSaid:
    '550-5.1.1 The email account that you tried to reach does not exist.\n550 5.1.1 Please check for typing errors.',
  appUrl: 'https://stock.fernandkettle.example/orders/10',
};

export const signIn: SignInLetter = {
  url: 'https://stock.fernandkettle.example/sign-in#6f77278fa05db17575e6caaed311419a',
  device: 'Firefox on Linux',
  validMinutes: 15,
};

export const invitation: InvitationLetter = {
  url: signIn.url,
  company: { name: 'Fern & Kettle Ltd' },
  by: 'Maya Fern',
  validDays: 7,
  signInUrl: 'https://stock.fernandkettle.example/sign-in',
};

/** What a reader of the page sees. */
export const seen = (html: string): string =>
  html.replace(/<head>[\s\S]*<\/head>/, '').replace(/<[^>]*>/g, ' ');
