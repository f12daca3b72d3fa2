/** What a condition can name: the values, processes and properties of a system. */
import { alternativeText, HALTED } from '../../model/process.ts';
import { type System, shownSlots } from '../../model/system.ts';
import { valueToJson } from '../../model/value-json.ts';
import type { Vocabulary } from '../../page/search-status.ts';
import { valueText } from '../../trace/value-text.ts';

export function vocabularyOf(system: System): Vocabulary {
  return {
    values: shownSlots(system)
      .filter(({ kind }) => kind !== 'label')
      .map(({ name, position }) => ({ name, initially: valueText(valueToJson(system.initial.at(position).value)) })),
    processes: system.processes.map(({ name, labelSlot, alternatives, alternativesAt }) => ({
      name,
      labels: labelSlot === undefined ? [] : [...alternativesAt.keys(), HALTED],
      steps: [...new Set(alternatives.map((one) => alternativeText(one)))],
    })),
    properties: system.properties.map(({ id, title, kind }) => ({ id, title, kind })),
  };
}
