// The 20 rules and the situations that bulk_bench exported, in publicodes and in json-rules-engine.
// Prints one line an engine: evaluations a second, and how many answers are not ours.
import { readFileSync } from 'node:fs'
import Publicodes from 'publicodes'
import rulesEngine from 'json-rules-engine'

const { rules, situations, answers } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const count = Number(process.argv[3] ?? situations.length)

// ---- publicodes: three values of its own; a clause that is nested gets a rule of its own.
const name = (text) => text.replaceAll('_', ' ')
const publicodesRules = {}
const texts = new Set()
function condition(tree, path) {
	if (tree.certain) return 'oui'
	if (tree.field) {
		const field = name(tree.field)
		publicodesRules[field] ??= { question: field }
		const one = (value) => {
			if (typeof value === 'boolean') return value ? `${field} = oui` : `${field} = non`
			if (typeof value === 'string') {
				texts.add(value)
				return `${field} = '${value}'`
			}
			return `${field} ${tree.op === 'is' ? '=' : tree.op} ${value}`
		}
		if (tree.values.length === 1) return one(tree.values[0])
		return { 'une de ces conditions': tree.values.map(one) }
	}
	if (tree.all) return { 'toutes ces conditions': tree.all.map((part, i) => condition(part, `${path} t${i}`)) }
	if (tree.any) return { 'une de ces conditions': tree.any.map((part, i) => condition(part, `${path} u${i}`)) }
	if (tree.not) {
		const inner = `${path} n`
		publicodesRules[inner] = { valeur: condition(tree.not, inner) }
		return `${inner} = non`
	}
	return condition(expanded(tree), path)
}
/// "two of three" as an "or" of "and"s: neither peer counts.
function expanded({ count: wanted, of: parts }) {
	const choose = (k, from) =>
		k === 0 ? [[]] : from.flatMap((part, i) => choose(k - 1, from.slice(i + 1)).map((rest) => [part, ...rest]))
	return { any: choose(wanted, parts).map((all) => ({ all })) }
}

function runPublicodes() {
	rules.forEach((rule, i) => {
		const valeur = condition(rule.tree, `mesure ${i}`)
		publicodesRules[`mesure ${i}`] = typeof valeur === 'string' ? { valeur } : valeur
	})
	const quiet = { log() {}, warn() {}, error: console.error }
	const engine = new Publicodes(publicodesRules, { logger: quiet })
	const asked = situations.slice(0, count).map((facts) =>
		Object.fromEntries(
			Object.entries(facts)
				.filter(([field]) => publicodesRules[name(field)])
				.map(([field, value]) => [
					name(field),
					typeof value === 'boolean' ? (value ? 'oui' : 'non') : typeof value === 'string' ? `'${value}'` : value
				])
		)
	)
	let differ = 0
	const begun = performance.now()
	asked.forEach((situation, s) => {
		engine.setSituation(situation)
		rules.forEach((_, r) => {
			const value = engine.evaluate(`mesure ${r}`).nodeValue
			if ((value === true ? 1 : value === false ? 0 : -1) !== answers[s][r]) ++differ
		})
	})
	return { seconds: (performance.now() - begun) / 1000, differ }
}

// ---- json-rules-engine: two values; an unknown fact makes a leaf false, and its negation true.
const operators = { is: 'equal', '<': 'lessThan', '<=': 'lessThanInclusive', '>=': 'greaterThanInclusive', '>': 'greaterThan' }
function conditions(tree) {
	if (tree.certain) return { fact: 'certain', operator: 'equal', value: true }
	if (tree.field && tree.values.length > 1) return { fact: tree.field, operator: 'in', value: tree.values }
	if (tree.field) return { fact: tree.field, operator: operators[tree.op], value: tree.values[0] }
	if (tree.all) return { all: tree.all.map(conditions) }
	if (tree.any) return { any: tree.any.map(conditions) }
	if (tree.not) return { not: conditions(tree.not) }
	return conditions(expanded(tree))
}
const grouped = (tree) => (tree.all || tree.any || tree.not ? tree : { all: [tree] })

async function runJsonRulesEngine() {
	const engine = new rulesEngine.Engine([], { allowUndefinedFacts: true })
	rules.forEach((rule, i) => engine.addRule({ conditions: conditions(grouped(rule.tree)), event: { type: String(i) } }))
	let differ = 0
	const begun = performance.now()
	for (let s = 0; s < count; ++s) {
		const { events } = await engine.run({ certain: true, ...situations[s] })
		const yes = new Set(events.map((event) => event.type))
		rules.forEach((_, r) => {
			if ((yes.has(String(r)) ? 1 : 0) !== answers[s][r]) ++differ
		})
	}
	return { seconds: (performance.now() - begun) / 1000, differ }
}

function report(engine, { seconds, differ }) {
	const evaluations = count * rules.length
	console.log(
		`${engine.padEnd(48)}${Math.round(evaluations / seconds).toLocaleString('en').padStart(14)} evaluations/s` +
			`${((100 * differ) / evaluations).toFixed(1).padStart(7)} % answered otherwise`
	)
}
report('publicodes 1.10.3 (three values)', runPublicodes())
report('json-rules-engine 7.3.1 (unknown = false)', await runJsonRulesEngine())
