/**
 * The counts of a second implementation of the specification, written separately from its text alone, in another language:
 * two readers of one text who arrive at the same states have most likely read what it says.
 */
import '../../helpers/uncounted.ts';
import model from '../../../models/viridian-assist/index.ts';
import { testCounts } from '../../helpers/counted.ts';

testCounts(model, [
  [{ variant: 'pending-flag', guest: 'mix', config: 'E1' }, 166, 257, 32, 5],
  [{ variant: 'pending-flag', guest: 'mix', config: 'E2' }, 8167, 16820, 61, 21],
  [{ variant: 'pending-flag', guest: 'mix', config: 'E3' }, 54600, 118814, 76, 51],
  [{ variant: 'pending-flag', guest: 'mix', config: 'V1' }, 85, 114, 32, 3],
  [{ variant: 'pending-flag', guest: 'mix', config: 'V2' }, 5464, 10739, 61, 15],
  [{ variant: 'pending-flag', guest: 'mix', config: 'V3' }, 106987, 238425, 79, 63],
  [{ variant: 'initial-2016', guest: 'mix', config: 'E2' }, 9185, 18360, 55, 27],
  [{ variant: 'initial-2016', guest: 'mix', config: 'V2' }, 6920, 13466, 56, 28],
  [{ variant: 'latched-vector', guest: 'mix', config: 'E2' }, 8069, 16124, 53, 29],
  [{ variant: 'latched-vector', guest: 'mix', config: 'V2' }, 5713, 11042, 59, 28],
  [{ variant: 'latch-cleared-on-eoi+hook', guest: 'mix', config: 'E2' }, 7165, 14694, 52, 21],
  [{ variant: 'latch-cleared-on-eoi+hook', guest: 'mix', config: 'V2' }, 4811, 9418, 56, 15],
  [{ variant: 'resync-each-exit', guest: 'mix', config: 'E2' }, 5784, 12273, 52, 21],
  [{ variant: 'resync-each-exit', guest: 'mix', config: 'V2' }, 4325, 8636, 55, 15],
  [{ variant: 'noMissedInEOI', guest: 'mix', config: 'E2' }, 8871, 18090, 61, 27],
  [{ variant: 'noMissedInEOI', guest: 'mix', config: 'V2' }, 6168, 12009, 61, 21],
  [{ variant: 'noTMRcheck', guest: 'mix', config: 'E2' }, 8167, 16820, 61, 21],
  [{ variant: 'noTMRcheck', guest: 'mix', config: 'V2' }, 6084, 12057, 61, 24],
  [{ variant: 'pending-flag', guest: 'use', config: 'E2' }, 7426, 14751, 63, 17],
  [{ variant: 'pending-flag', guest: 'ignore', config: 'E2' }, 7219, 14499, 61, 9],
  [{ variant: 'pending-flag', guest: 'nonatomic', config: 'E2' }, 14532, 28306, 66, 40],
  [{ variant: 'pending-flag', guest: 'double', config: 'E2' }, 8347, 16515, 64, 9],
  [{ variant: 'pending-flag', guest: 'mix', config: 'E2', INIT: 1 }, 18020, 37415, 61, 58],
  [{ variant: 'pending-flag', guest: 'mix', config: 'E2', MIGRATE: 1 }, 29916, 62923, 63, 42],
  [{ variant: 'pending-flag', guest: 'mix', config: 'E2', REMAP: 1 }, 22547, 47154, 61, 62],
  [{ variant: 'pending-flag', guest: 'mix', config: 'E2', REMAP: 2, fix: ['unmap-syncs'] }, 30276, 65415, 65, 59],
  [{ variant: 'pending-flag', guest: 'mix', config: 'E2', AEOI: 'L' }, 3530, 6917, 48, 11],
  [{ variant: 'pending-flag', guest: 'mix', config: 'E2', EXITS: 1 }, 9232, 19547, 61, 21],
  [{ variant: 'pending-flag', guest: 'mix', config: 'V2', INIT: 1, fix: ['reset-clears'] }, 12909, 25863, 61, 55],
  [
    { variant: 'pending-flag', guest: 'mix', config: 'V2', MIGRATE: 1, fix: ['restore-keeps-bit'] },
    12194,
    25049,
    61,
    30,
  ],
  [{ variant: 'pending-flag', guest: 'mix', config: 'V2', AEOI: 'H', fix: ['aeoi-no-assist'] }, 3775, 7636, 50, 15],
  [{ variant: 'resync-each-exit', guest: 'mix', config: 'V2', REMAP: 2 }, 14503, 30493, 56, 39],
]);
