#!/usr/bin/env bash
# A script of kubectl commands, tried on a cluster of its own that is gone at the end.
set -euo pipefail
kubeling=${KUBELING:-npx kubeling}
work=$(mktemp -d)
$kubeling --port 0 --in-memory --kubeconfig "$work/kubeconfig" --log-level warn > "$work/out" &
server=$!
trap 'kill $server; wait $server || true; rm -rf "$work"' EXIT
until grep -q '^kubeling ready' "$work/out"; do
  kill -0 "$server"
  sleep 0.1
done

export KUBECONFIG=$work/kubeconfig
kubectl create deployment web --image=nginx --replicas=2
kubectl expose deployment web --port=80
kubectl rollout status deployment web --timeout=30s
kubectl wait pod -l app=web --for=condition=Ready --timeout=30s
ready=$(kubectl get endpointslices -l kubernetes.io/service-name=web -o jsonpath='{.items[*].endpoints[*].conditions.ready}')
test "$ready" = 'true true'
echo ok
