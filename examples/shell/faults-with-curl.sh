#!/usr/bin/env bash
# Faults and the journal with nothing but curl. Usage: faults-with-curl.sh URL
set -euo pipefail
url=$1
control=$url/kubeling/v1

code() { curl -s -o /dev/null -w '%{http_code}' "$@"; }

# The next two lists of pods are refused, and clients are told to wait for a second.
curl -sf "$control/faults" -H 'content-type: application/json' -d '{
  "id": "busy", "verb": "list", "resource": "pods", "status": 429, "retryAfter": 1, "times": 2
}' > /dev/null
test "$(code "$url/api/v1/pods")" = 429
curl -s -i "$url/api/v1/pods" | grep -qi '^retry-after: 1'
test "$(code "$url/api/v1/pods")" = 200
curl -sf -X DELETE "$control/faults/busy" > /dev/null

# curl itself tries again, and gets through.
curl -sf "$control/faults" -H 'content-type: application/json' \
  -d '{"verb": "get", "resource": "services", "status": 503, "times": 1}' > /dev/null
curl -sf --retry 2 --retry-delay 0 --retry-connrefused "$url/api/v1/namespaces/default/services/kubernetes" > /dev/null

# What was asked, as lines of JSON; and what should have been.
curl -sf "$control/journal?resource=services&lines" | tail -n 2
curl -sf "$control/journal/expectations" -H 'content-type: application/json' \
  -d '{"filter": {"resource": "services", "code": "5xx"}, "times": 1}' > /dev/null

# Everything as at the start: objects, faults, journal.
curl -sf -X POST "$control/reset" > /dev/null
echo ok
