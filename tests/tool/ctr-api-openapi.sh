#!/bin/sh
# share/openapi.json: a validator accepts it, Prism serves it, and what
# ctr-api-cgi really answers, behind a web server, is what it describes: Prism
# stands between and turns what does not agree into an error of its own.
. "${0%/*}/../lib.sh"
. "$top/tests/peer/npm.sh"
. "$top/tests/peer/lighttpd.sh"

CTR_TENANT=acme
NOW=2026-11-20T09:00:00Z
CTR_NOW=$NOW
export CTR_TENANT CTR_NOW
spec=$top/share/openapi.json
DB=$CTR_VAR/acme/registry.db

cat >validate.js <<'END'
const parser = require("@apidevtools/swagger-parser");
parser.validate(process.argv[2]).then(
	(api) => console.log(api.openapi, Object.keys(api.paths).length),
	(e) => { console.error(e.message); process.exit(1); });
END
NODE_PATH=$NPM
export NODE_PATH
status_is "a validator accepts it" 0 node validate.js "$spec"
is "3.1, every path" "$out" "3.1.0 13"
jq '.paths["/tenants/{tenant}/jobs"].get.parameters = [{"in":"query"}]' "$spec" >bad.json
status_is "and not just anything" 1 node validate.js "$S/bad.json"
# Each code that the sources know is told, and each route described.
codes=$(grep -ho 'api_problem(a, [0-9]*, "[a-z_]*"' "$top"/lib/web/api_*.c |
    sed 's/.*"\(.*\)"/\1/' | sort -u)
for code in $codes; do
	[ "$code" = method_not_allowed ] || grep -q "$code" "$spec" ||
	    not_ok "$code is described"
done
is "as many routes as the program has" \
    "$(jq '[.paths[] | keys[] | select(. != "parameters")] | length' "$spec")" \
    "$(sed -n '/^const struct api_route/,/^};/p' "$top/lib/web/api_serve.c" | grep -c '^	{ "')"

ctr-init --test -T 2026-11-01T08:00:00Z --fallback-reviewer office@x.test >/dev/null || exit 1
KEY=$(ctr-key make all --role approver --rate 0)
SLOW=$(ctr-key make slow --rate 1 --scope contractors:read)

web=$(free_port)
lighttpd_start "$web" "$S/web" "$NOW"
prism() {
	peer_npm "$NPM/@stoplight/prism-cli/dist/index.js" "$@"
}
via=$(free_port)
prism proxy --errors -h 127.0.0.1 -p "$via" "$spec" "http://127.0.0.1:$web/api"
mock=$(free_port)
prism mock -h 127.0.0.1 -p "$mock" "$spec"
wait_port "$via" 60 && wait_port "$mock" 60 || not_ok "Prism listens" "$(tail -20 "$S/npm.log")"

# ask BASE METHOD PATH [CURL...]: $code, $body, $head
ask() {
	t_base=$1 t_method=$2 t_path=$3
	shift 3
	code=$(curl -s -o "$S/body" -D "$S/head" -w '%{http_code}' -X "$t_method" \
	    -H "Authorization: Bearer $KEY" "$@" "http://127.0.0.1:$t_base/tenants/$t_path")
	body=$(cat "$S/body")
	head=$(cat "$S/head")
}
# agrees WHY STATUS METHOD PATH [CURL...]: through Prism, which has no objection.
agrees() {
	t_why=$1 t_want=$2
	shift 2
	ask "$via" "$@"
	if printf '%s%s' "$head" "$body" | grep -qi 'sl-violations\|prism/errors'; then
		not_ok "$t_why" "$code" "$body" "$(grep -i violations "$S/head")"
	else
		is "$t_why" "$code" "$t_want"
	fi
}
json='Content-Type: application/json'
csv='Content-Type: text/csv'
{
	echo 'upn,display name,worker id,manager,contract start,contract end,vendor'
	for n in 1 2 3 4 5 6 7 8 9; do
		echo "c$n@x.test,Person $n,W$n,m@x.test,2026-01-05,2026-12-31,Acme"
	done
} >r.csv
agrees "a roster" 200 POST 'acme/contractors/ingest?feed=vms&mode=full' -H "$csv" --data-binary @r.csv
printf 'upn,contract end\nc1@x.test,2026-02-30\n' >bad.csv
agrees "with a bad row" 200 POST 'acme/contractors/ingest?feed=vms&mode=delta' -H "$csv" --data-binary @bad.csv
sed '4,$d' r.csv >few.csv
agrees "held" 409 POST 'acme/contractors/ingest?feed=vms' -H "$csv" --data-binary @few.csv
sed '1!d' r.csv >none.csv
agrees "a header alone" 409 POST 'acme/contractors/ingest?feed=vms' -H "$csv" --data-binary @none.csv
printf 'a,b\n1,2\n' >no.csv
agrees "no header to go by" 422 POST 'acme/contractors/ingest?feed=none' -H "$csv" --data-binary @no.csv
agrees "as JSON" 200 POST 'acme/contractors/ingest?feed=js&mode=delta' -H "$json" -d '[{"upn":"j@x.test","manager":"m@x.test"}]'
sed 's/vendor$/vendor,badge/;2,$s/$/,7/' r.csv >extra.csv
agrees "another column" 200 POST 'acme/contractors/ingest?feed=vms' -H "$csv" --data-binary @extra.csv
sqlite3 "$DB" "INSERT INTO account (contractor, connector, remote_id, login, state, expires_at, main, changed_at)
    VALUES (1, 'example', '1', 'c1', 'enabled', 1798758000, 1, 0)"
agrees "contractors" 200 GET 'acme/contractors?limit=3'
agrees "the next page" 200 GET 'acme/contractors?limit=3&after=3'
agrees "one" 200 GET acme/contractors/c1@x.test
agrees "nobody" 404 GET acme/contractors/nobody@x.test
agrees "evidence" 200 GET acme/contractors/c1@x.test/evidence
agrees "a report" 202 POST acme/offboarding/ingest -H "$json" -d '{"upn":"c1@x.test","last_day":"2026-11-30","reason":"resigned","request_id":"R1"}'
agrees "its state" 200 GET acme/offboarding/1
agrees "its evidence" 200 GET acme/offboarding/1/evidence
agrees "another thing under its id" 422 POST acme/offboarding/ingest -H "$json" -d '{"upn":"c2@x.test","request_id":"R1"}'
agrees "nobody leaves" 422 POST acme/offboarding/ingest -H "$json" -d '{"upn":"nobody@x.test"}'
ctr-policy -q set hr_decides on
agrees "a decision" 202 POST acme/offboarding/ingest -H "$json" -H 'Idempotency-Key: R2' -d '{"upn":"c2@x.test"}'
agrees "scheduled" 200 GET acme/offboarding/2
agrees "jobs" 200 GET acme/jobs
agrees "a job" 200 GET acme/jobs/1
agrees "its evidence" 200 GET acme/jobs/1/evidence
CTR_NOW=2026-11-20T10:00:00Z
ctr-offboard -q
lighttpd_stop
lighttpd_start "$web" "$S/web" "$CTR_NOW"
agrees "done" 200 GET acme/offboarding/2
agrees "a finished job" 200 GET acme/jobs/1
agrees "he has left" 409 POST acme/offboarding/ingest -H "$json" -d '{"upn":"c2@x.test","request_id":"R3"}'
: >"$S/accounts"
printf '[connector example]\nfile = %s\n' "$S/accounts" >"$CTR_ETC/acme.conf"
agrees "a sync" 202 POST acme/sync -H "$json" -d '{"connector":"example"}'
agrees "its state" 200 GET acme/sync/1
agrees "no such connector" 422 POST acme/sync -H "$json" -d '{"connector":"other"}'
cat >>"$CTR_ETC/acme.conf" <<END
[provision]
connector = example
upn_domain = x.test
[groups]
plant = vendor = Acme -> example:g-plant
[field badge]
pattern = [A-Z][0-9]
END
new='"manager":"m@x.test","vendor":"Acme","contract_start":"2026-12-01","contract_end":"2027-03-31"'
agrees "newcomers, planned" 200 POST 'acme/contractors?dry=yes' -H "$json" -d "[{$new,\"display_name\":\"A B\",\"worker_id\":\"N1\"}]"
agrees "a newcomer" 202 POST acme/contractors -H "$json" -d "{$new,\"display_name\":\"A B\",\"worker_id\":\"N1\",\"badge\":\"A1\",\"request_id\":\"N1\"}"
first=$(printf '%s\n' "$head" | tr -d '\r' | sed -n 's,^[Ll]ocation: /api/tenants/,,p')
agrees "one known by his address" 202 POST acme/contractors -H "$json" -d "{$new,\"display_name\":\"E F\",\"email\":\"e@x.test\"}"
agrees "a list with one who is known, and one who may be" 202 POST acme/contractors -H "$json" -d "[{$new,\"display_name\":\"A B\",\"worker_id\":\"N1\",\"badge\":\"A1\"},{$new,\"display_name\":\"E F\",\"email\":\"e@x.test\",\"project\":\"P\"}]"
agrees "what became of it" 200 GET "$first"
agrees "the same number, another name" 409 POST acme/contractors -H "$json" -d "{$new,\"display_name\":\"G H\",\"worker_id\":\"N1\"}"
agrees "bad fields" 422 POST acme/contractors -H "$json" -d "{$new,\"display_name\":\"G H\",\"badge\":\"7\",\"shoe\":\"42\"}"
agrees "another thing under its id" 422 POST acme/contractors -H "$json" -d "{$new,\"display_name\":\"I J\",\"request_id\":\"N1\"}"
agrees "not found" 404 GET acme/jobs/99
all=$KEY
KEY=ctr_1_nothing
agrees "no such key" 401 GET acme/contractors
KEY=$SLOW
agrees "its first request" 200 GET acme/contractors
agrees "too many" 429 GET acme/contractors
KEY=$all
FORBID=$(ctr-key make forbid --scope offboarding:read)
KEY=$FORBID
agrees "forbidden" 403 GET acme/contractors
KEY=$all
# Prism does object, where there is reason to.
ask "$via" POST acme/offboarding/ingest -H "$json" -d '{"last_day":"2026-11-30"}'
is "a request that is not as described" "$code" 422
like "is refused by Prism" "$body" 'prism/errors'

ask "$mock" GET acme/contractors/c1@x.test
is "Prism serves it" "$code" 200
like "an answer of its making" "$body" '"contract_end"'
ask "$mock" POST acme/contractors -H "$json" -d '{"display_name":"A B"}'
is "but not one that is not as described" "$code" 422
ask "$mock" POST acme/offboarding/ingest -H "$json" -d '{"upn":"c1@x.test"}'
is "a request too" "$code" 202
finish
