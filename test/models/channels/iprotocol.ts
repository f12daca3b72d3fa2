/** The sliding window of UUCP's i-protocol (BEEM iprotocol). */
import { defineModel, defineSystem, rendezvous, replicated, type StepOf, sizeRange } from 'everywhen';

export default defineModel({
  name: 'beem-iprotocol',
  title: 'i-protocol',
  parameters: { W: sizeRange({ from: 2, to: 6, initial: 2 }), SEQ: sizeRange({ from: 2, to: 12, initial: 4 }) },
  build({ W, SEQ }) {
    const next = (n: number) => (n + 1) % SEQ;
    const half = Math.floor(W / 2);
    const components = {
      ...{ Timeout: rendezvous(), Get: rendezvous<number>(), Put: rendezvous<number>() },
      ...{ SData: rendezvous<number>(), RData: rendezvous<number>(), RCorrData: rendezvous<number>() },
      ...{
        SAck: rendezvous<number>(),
        RAck: rendezvous<number>(),
        SNak: rendezvous<number>(),
        RNak: rendezvous<number>(),
      },
      ...{ made: 0, used: 0, carried: 0, sendseq: 1, rack: 0, sValue: 0 },
      ...{ i: 0, rValue: 0, sent: 0, recseq: 0, lack: 0, recbuf: replicated(SEQ, 0), nakd: replicated(SEQ, 0) },
    };
    type S = StepOf<typeof components>;
    const within = (s: S) => {
      const [rack, sendseq, value] = [s.get('rack'), s.get('sendseq'), s.get('sValue')];
      return (rack < sendseq && rack < value && value < sendseq) || (rack > sendseq && sendseq < value && value < rack);
    };
    const outside = (s: S) => {
      const [rack, sendseq, value] = [s.get('rack'), s.get('sendseq'), s.get('sValue')];
      return (
        (rack >= sendseq || rack >= value || value >= sendseq) && (rack <= sendseq || sendseq >= value || value >= rack)
      );
    };
    const expected = (s: S) => s.get('rValue') === next(s.get('recseq'));
    const buffered = (s: S) => s.get('recbuf', next(s.get('recseq'))) === 1;
    return defineSystem(components)
      .process('timer', { tick: (s) => s.send('Timeout') }, { end: 'loop' })
      .process(
        'producer',
        {
          wait: (s) => s,
          produce: (s) => s.update('made', next).send('Get', s.get('made')),
        },
        { end: 'loop' },
      )
      .process(
        'consumer',
        {
          wait: { receives: (on) => on('Put', (s, value) => s.set('used', value)) },
          consume: (s) => s,
        },
        { end: 'loop' },
      )
      .process('medium', {
        wait: {
          data: { receives: (on) => on('SData', (s, n) => s.set('carried', n).goto('data')) },
          ack: { receives: (on) => on('RAck', (s, n) => s.set('carried', n).goto('ack')) },
          nak: { receives: (on) => on('RNak', (s, n) => s.set('carried', n).goto('nak')) },
        },
        data: {
          arrives: (s) => s.send('RData', s.get('carried'), 'dataOk'),
          corrupt: (s) => s.send('RCorrData', s.get('carried'), 'wait'),
          lost: (s) => s.goto('wait'),
        },
        ack: { arrives: (s) => s.send('SAck', s.get('carried'), 'ackOk'), lost: (s) => s.goto('wait') },
        nak: { arrives: (s) => s.send('SNak', s.get('carried'), 'nakOk'), lost: (s) => s.goto('wait') },
        dataOk: (s) => s.goto('wait'),
        ackOk: (s) => s.goto('wait'),
        nakOk: (s) => s.goto('wait'),
      })
      .process('sender', {
        wait: {
          ack: { receives: (on) => on('SAck', (s, n) => s.set('sValue', n).goto('ack')) },
          nak: { receives: (on) => on('SNak', (s, n) => s.set('sValue', n).goto('nak')) },
          timeout: { receives: (on) => on('Timeout', (s) => s.goto('timeout')) },
          data: {
            receives: (on) =>
              on('Get', (s, n) =>
                s
                  .when((s.get('rack') + W) % SEQ > s.get('sendseq'))
                  ?.set('sValue', n)
                  .goto('data'),
              ),
          },
        },
        ack: {
          within: (s) => s.when(within(s))?.set('rack', s.get('sValue')).goto('wait'),
          outside: (s) => s.when(outside(s))?.goto('wait'),
        },
        nak: {
          within: (s) => s.when(within(s))?.send('SData', s.get('sValue'), 'wait'),
          outside: (s) => s.when(outside(s))?.goto('wait'),
        },
        timeout: (s) =>
          next(s.get('rack')) !== s.get('sendseq') ? s.send('SData', next(s.get('rack')), 'wait') : s.goto('wait'),
        data: (s) => s.update('sendseq', next).send('SData', s.get('sendseq'), 'wait'),
      })
      .process('receiver', {
        wait: {
          data: { receives: (on) => on('RData', (s, n) => s.set('rValue', n).goto('data')) },
          corr: { receives: (on) => on('RCorrData', (s, n) => s.set('rValue', n).goto('corr')) },
          timeout: { receives: (on) => on('Timeout', (s) => s.set('i', 0).goto('on timeout')) },
        },
        data: (s) =>
          expected(s)
            ? s.update('recseq', next).update('sent', next).send('Put', s.get('rValue'), 'put data')
            : s
                .set('recbuf', s.get('rValue'), 1)
                .set('i', next(s.get('recseq')))
                .goto('send naks'),
        'send naks': (s) => {
          const i = s.get('i');
          if (i === s.get('rValue')) return s.goto('wait');
          const on = s.update('i', next);
          return s.get('nakd', i) === 1 ? on.goto('send naks') : on.set('nakd', i, 1).send('RNak', i, 'send naks');
        },
        'put data': (s) => {
          if (s.get('sent') === half)
            return s.set('lack', s.get('recseq')).set('sent', 0).send('RAck', s.get('recseq'), 'put data');
          const seq = next(s.get('recseq'));
          return buffered(s) ? s.set('recseq', seq).set('recbuf', seq, 0).send('Put', seq, 'put data') : s.goto('wait');
        },
        corr: (s) => (s.get('nakd', s.get('rValue')) === 0 ? s.send('RNak', s.get('rValue'), 'wait') : s.goto('wait')),
        'on timeout': (s) => {
          const seq = next(s.get('recseq'));
          return s.get('i') < SEQ
            ? s
                .set('nakd', s.get('i'), 0)
                .update('i', (i) => i + 1)
                .goto('on timeout')
            : s.set('nakd', seq, 1).send('RNak', seq, 'timeout ack');
        },
        'timeout ack': (s) => s.send('RAck', s.get('lack'), 'wait'),
      });
  },
});
