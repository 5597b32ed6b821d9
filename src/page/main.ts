/**
 * The script of an HTML report: the timeline's own view (src/view), with the engine in the page instead of in an extension. Everything that it needs is in the page;
 * the policy of the page forbids it to load anything.
 */
import './host.ts';
import '../view/main.ts';
