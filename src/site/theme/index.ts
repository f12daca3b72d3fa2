/** VitePress' own theme with the fonts of the system, our contrasts, and diagrams. */
import { useData, useRoute, withBase } from 'vitepress';
import DefaultTheme from 'vitepress/theme-without-fonts';
import { nextTick, onMounted, watch } from 'vue';
import { drawDiagrams } from './diagrams.ts';
import './style.css';

export default {
  extends: DefaultTheme,
  setup() {
    const route = useRoute();
    const { isDark } = useData();
    const draw = () => nextTick(() => drawDiagrams(withBase('/mermaid.min.js'), isDark.value));
    onMounted(draw);
    watch([() => route.data, isDark], draw);
  },
};
