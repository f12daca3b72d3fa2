/** One level-triggered pin of the IO-APIC. (82093AA datasheet, 3.2.4: Remote IRR, bit 14 of a redirection entry.) */
import { Record } from 'immutable';

export class IoApicPin extends Record({
  /** The device holds its line up. */
  line: false,
  /** An interrupt was delivered and its EOI has not come back yet: nothing more is delivered. */
  remoteIrr: false,
}) {
  /** The device asserts its line. It is delivered unless an earlier delivery waits for its EOI. */
  assert(): { readonly pin: IoApicPin; readonly delivered: boolean } {
    return { pin: this.set('line', true).set('remoteIrr', true), delivered: !this.remoteIrr };
  }

  /** The handler has made the device let go of its line. */
  deassert(): IoApicPin {
    return this.set('line', false);
  }

  /** An EOI arrives: the line is sampled again, and delivered again while it is up. */
  endOfInterrupt(): { readonly pin: IoApicPin; readonly delivered: boolean } {
    return { pin: this.set('remoteIrr', this.line), delivered: this.line };
  }

  /** The interrupt controllers are reset. */
  reset(): IoApicPin {
    return new IoApicPin();
  }
}
