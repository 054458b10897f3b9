import {
  contentFingerprint,
  contentFingerprintSql,
  stage1RowId,
  stage1RowIdSql,
  stage3ComponentId,
  stage3ComponentIdSql,
} from '../../../includes/src/row_ids.ts';
import type { Formula } from './formula.ts';

/** The expected ids: `printf '%s' '9:stage1/v12:t110:2025-01-0116:6cd1a713faf7c2ba6:DENTAL1:1' | sha256sum`. */
const STAGE1: Formula = {
  name: 'stage1_row_id',
  parameters: ['tenant_id', 'period', 'own_business', 'product', 'occurrence'],
  typescript: (tenantId, period, ownBusiness, product, occurrence) =>
    stage1RowId({ tenantId, period, ownBusiness, product, occurrence: Number(occurrence) }),
  sql: stage1RowIdSql(
    'tenant_id',
    'CAST(period AS DATE)',
    'own_business',
    'product',
    'CAST(occurrence AS INT64)',
  ),
  vectors: [
    {
      why: 'a line',
      given: ['t1', '2025-01-01', '6cd1a713faf7c2ba', 'DENTAL', '1'],
      expected: '5f3c83e635df32d20bfc9f85fc64d09c3b82e1b8b8c5acb2f117e47544eb5de8',
    },
    {
      why: 'its second occurrence',
      given: ['t1', '2025-01-01', '6cd1a713faf7c2ba', 'DENTAL', '2'],
      expected: '770b784865b35b3686f17b0491ebf45c9eaa16cae86d93f5029e1c706c91165d',
    },
    {
      why: 'no product',
      given: ['t1', '2025-01-01', '6cd1a713faf7c2ba', null, '1'],
      expected: '1ae45058397789af661134e78a58e85d1773aa54724c26cf6e4a3ff07f426d72',
    },
    {
      why: 'an empty product is another',
      given: ['t1', '2025-01-01', '6cd1a713faf7c2ba', '', '1'],
      expected: '061e2764e8d5d7ea9e9f1449879e8dda72377027105c317758468858c59494f7',
    },
    {
      why: 'a name that has no id',
      given: ['t1', '2025-01-01', 'RAW:\u200b', 'DENTAL', '1'],
      expected: 'e3aeee9377a39ad571c567d18ad6ce4d04512f4290b024fce115f01ebb7a4a83',
    },
    {
      why: 'another period',
      given: ['t1', '2025-02-01', '6cd1a713faf7c2ba', 'DENTAL', '1'],
      expected: '0c18327523674b830c1a75b4071c9cf4658533f51508e8341e649d6f7abea251',
    },
    {
      why: 'another tenant',
      given: ['t2', '2025-01-01', '6cd1a713faf7c2ba', 'DENTAL', '1'],
      expected: 'fc0a57bcef2255e2a0d6a838634c6705b089c8b43c3df89efc9129639a8f3075',
    },
    {
      why: 'a product beyond ASCII, an occurrence of two digits',
      given: ['t1', '2025-01-01', '6cd1a713faf7c2ba', 'CAFÉ', '10'],
      expected: 'b74785b6e4c974882a8fc88d55581dce50dde8f21156e8efbabe6e55943b11a0',
    },
  ],
};

const STAGE3: Formula = {
  name: 'stage3_component_id',
  parameters: ['tenant_id', 'period', 'own_business', 'product', 'own_agent', 'component_type', 'occurrence'],
  typescript: (tenantId, period, ownBusiness, product, ownAgent, componentType, occurrence) =>
    stage3ComponentId({
      tenantId,
      period,
      ownBusiness,
      product,
      ownAgent,
      componentType,
      occurrence: Number(occurrence),
    }),
  sql: stage3ComponentIdSql(
    'tenant_id',
    'CAST(period AS DATE)',
    'own_business',
    'product',
    'own_agent',
    'component_type',
    'CAST(occurrence AS INT64)',
  ),
  vectors: [
    {
      why: 'a component',
      given: ['t1', '2025-01-01', '6cd1a713faf7c2ba', 'DENTAL', 'OWNER', 'BASE', '1'],
      expected: '5a39a13e25348e5926d2ce0101be3b8ffd79215f4d8a194455169b8e5616afd8',
    },
    {
      why: 'its second occurrence',
      given: ['t1', '2025-01-01', '6cd1a713faf7c2ba', 'DENTAL', 'OWNER', 'BASE', '2'],
      expected: '1d15506df985af00f40b1b44eaf60a2754e636e1ce6dc11e340591abbb5e88af',
    },
    {
      why: 'neither product nor component type',
      given: ['t1', '2025-01-01', '6cd1a713faf7c2ba', null, 'UNKNOWN', null, '1'],
      expected: 'e88caed2ba4107bc271149a099aa0509ce02a315a22e6450fa9baba892b38198',
    },
    {
      why: 'empty ones are others',
      given: ['t1', '2025-01-01', '6cd1a713faf7c2ba', '', 'UNKNOWN', '', '1'],
      expected: '4a02456ad408c08192d612274bac91062c7e84c04a5d8258292ca12e13caadda',
    },
    {
      why: 'agent and component type do not change places',
      given: ['t1', '2025-01-01', '6cd1a713faf7c2ba', 'DENTAL', 'OVERRIDE', 'OWNER', '1'],
      expected: 'c7f1173b2264b76b0efb0a9279faa06d8481517976504030baa80db20fb9c05e',
    },
  ],
};

const STAGE1_FINGERPRINT: Formula = {
  name: 'content_fingerprint of stage 1',
  parameters: ['tenant_id', 'period', 'business_name', 'product_code', 'employee_count', 'gross_commission'],
  typescript: (...columns) => contentFingerprint('stage1', ...columns),
  sql: contentFingerprintSql(
    'stage1',
    'tenant_id',
    'CAST(CAST(period AS DATE) AS STRING)',
    'business_name',
    'product_code',
    'CAST(CAST(employee_count AS INT64) AS STRING)',
    'CAST(CAST(gross_commission AS NUMERIC) AS STRING)',
  ),
  vectors: [
    {
      why: 'a line',
      given: ['t1', '2025-01-01', 'Acme ', 'DENTAL', '12', '1000.5'],
      expected: '4b2654fc6f6bf4e7a07dc6ef164f6b307eab358a2c80af1c97490df96c5840be',
    },
    {
      why: 'a cent more',
      given: ['t1', '2025-01-01', 'Acme ', 'DENTAL', '12', '1000.51'],
      expected: '5feaeb733f57166f258fc3085f7ebf8088fb805d34827aa0f2e75997e9824fb1',
    },
    {
      why: 'no numbers',
      given: ['t1', '2025-01-01', 'Acme ', 'DENTAL', null, null],
      expected: 'a98710a202cdd851129c71fe48a848bf5ad59fa6cff0bd224dce8b6e75ebc5d5',
    },
    {
      why: 'nothing but tenant and period',
      given: ['t1', '2025-01-01', null, null, null, null],
      expected: 'e1047ecff22daf325874e9ff5ccfd7533e93abd26e5a49c73c6351665e0f3349',
    },
  ],
};

const STAGE3_FINGERPRINT: Formula = {
  name: 'content_fingerprint of stage 3',
  parameters: [
    'tenant_id',
    'period',
    'business_name',
    'product_code',
    'agent_id',
    'agent_name',
    'component_type',
    'split_rate',
    'commission_amount',
  ],
  typescript: (...columns) => contentFingerprint('stage3', ...columns),
  sql: contentFingerprintSql(
    'stage3',
    'tenant_id',
    'CAST(CAST(period AS DATE) AS STRING)',
    'business_name',
    'product_code',
    'agent_id',
    'agent_name',
    'component_type',
    'CAST(CAST(split_rate AS NUMERIC) AS STRING)',
    'CAST(CAST(commission_amount AS NUMERIC) AS STRING)',
  ),
  vectors: [
    {
      why: 'a component',
      given: ['t1', '2025-01-01', 'Acme ', 'DENTAL', 'A-1', 'Ann Lee', 'BASE', '0.5', '500.25'],
      expected: 'f3a210379e1aa9b17a6c719055b233ad3ae2661d5074c015a83952d39deb4140',
    },
  ],
};

export const ROW_IDS: readonly Formula[] = [STAGE1, STAGE3, STAGE1_FINGERPRINT, STAGE3_FINGERPRINT];
