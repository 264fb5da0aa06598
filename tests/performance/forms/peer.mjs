// Plays one recorded list of steps in ODK Web Forms' engine and prints what it cost as one line of
// JSON: node peer.mjs FORM.xml STEPS.json. Stands in the folder of its node_modules when it runs.
import fs from 'node:fs';
import { JSDOM } from 'jsdom';

const [formFile, stepsFile] = process.argv.slice(2);
const { window } = new JSDOM('<!doctype html><html></html>', { url: 'https://localhost/' });
for (const name of Object.getOwnPropertyNames(window)) {
	if (!(name in globalThis)) {
		Object.defineProperty(globalThis, name, {
			value: window[name],
			configurable: true,
			writable: true,
		});
	}
}
globalThis.window = window;
globalThis.document = window.document;
globalThis.__dirname = '/'; // its bundled parser asks for it; the parser itself is inlined

const { loadForm } = await import('@getodk/xforms-engine');
const xml = fs.readFileSync(formFile, 'utf8');
const steps = JSON.parse(fs.readFileSync(stepsFile, 'utf8'));

let start = performance.now();
const form = await loadForm(xml, {
	fetchFormAttachment: async () => new Response('', { status: 404 }),
	missingResourceBehavior: 'BLANK',
});
const load = performance.now() - start;
if (form.status === 'failure') {
	throw form.error;
}
start = performance.now();
const { root } = form.createInstance();
const create = performance.now() - start;

const found = new Map();
const index = (node) => {
	const { reference, children } = node.currentState;
	if (!found.has(reference)) {
		found.set(reference, node);
	}
	for (const child of children ?? []) {
		index(child);
	}
};
const at = (reference) => {
	let node = found.get(reference);
	if (node?.currentState.reference !== reference) {
		found.clear();
		index(root);
		node = found.get(reference);
	}
	return node;
};
const blank = (text) => (text === '' ? null : text);
const names = (text) => (text === '' ? [] : text.split(' '));
const answer = (node, text) => {
	switch (node.nodeType) {
		case 'select':
			if (node.selectType === 'select') {
				node.selectValues(names(text));
			} else {
				node.selectValue(blank(text));
			}
			break;
		case 'rank':
			node.setValues(names(text));
			break;
		case 'trigger':
			node.setValue(text === 'OK');
			break;
		default:
			node.setValue(text);
	}
};
const act = (node, step) => {
	switch (step.act) {
		case 'add':
			node.addInstances();
			break;
		case 'remove':
			node.parent.removeInstances(node.parent.currentState.children.indexOf(node));
			break;
		default:
			answer(node, step.text);
	}
};

const times = [];
const refused = [];
for (const step of steps) {
	const node = at(step.reference);
	if (node == null || node.nodeType === 'upload') {
		refused.push(`${step.reference}: not answered here`);
		continue;
	}
	start = performance.now();
	try {
		act(node, step);
	} catch (error) {
		refused.push(`${step.reference}: ${error.message}`);
		continue;
	}
	times.push(performance.now() - start);
}
const used = process.memoryUsage().rss;
console.log(JSON.stringify({ load, create, times, refused, used }));
process.exit(0);
