"""What a Python program does with service discovery: prints a line of JSON for each step."""

import json
import sys

from kubernetes import client, dynamic, watch
from kubernetes.stream import stream

NAMESPACE = "default"


def tell(step, value):
    print(json.dumps({"step": step, "value": value}), flush=True)


def deployment(replicas):
    containers = [{"name": "web", "image": "nginx", "ports": [{"containerPort": 8080}]}]
    labels = {"app": "web"}
    return {
        "metadata": {"name": "web"},
        "spec": {
            "replicas": replicas,
            "selector": {"matchLabels": labels},
            "template": {"metadata": {"labels": labels}, "spec": {"containers": containers}},
        },
    }


def wait_for_ready_pods(core, count):
    ready = set()
    watcher = watch.Watch()
    for event in watcher.stream(core.list_namespaced_pod, NAMESPACE, label_selector="app=web", timeout_seconds=30):
        pod = event["object"]
        conditions = {condition.type: condition.status for condition in pod.status.conditions or []}
        if conditions.get("Ready") == "True":
            ready.add(pod.metadata.name)
        if len(ready) == count:
            watcher.stop()
    return sorted(ready)


def wait_for_endpoints(discovery, count):
    watcher = watch.Watch()
    selector = "kubernetes.io/service-name=web"
    found = []
    for event in watcher.stream(
        discovery.list_namespaced_endpoint_slice, NAMESPACE, label_selector=selector, timeout_seconds=30
    ):
        found = [endpoint.conditions.ready for endpoint in event["object"].endpoints or []]
        if len(found) == count and all(found):
            watcher.stop()
    return found


def status_of(call):
    try:
        call()
    except client.ApiException as error:
        status = json.loads(error.body)
        return [error.status, status["reason"], status["message"]]
    return None


def main(url):
    configuration = client.Configuration()
    configuration.host = url
    api = client.ApiClient(configuration)
    core = client.CoreV1Api(api)
    apps = client.AppsV1Api(api)
    discovery = client.DiscoveryV1Api(api)

    tell("nodes", [node.metadata.name for node in core.list_node().items])
    ports = [client.V1ServicePort(port=80, target_port=8080)]
    service = client.V1Service(
        metadata=client.V1ObjectMeta(name="web", labels={"a": "b"}),
        spec=client.V1ServiceSpec(selector={"app": "web"}, ports=ports),
    )
    tell("create", core.create_namespaced_service(NAMESPACE, service).spec.type)
    tell("create again", status_of(lambda: core.create_namespaced_service(NAMESPACE, service)))
    apps.create_namespaced_deployment(NAMESPACE, deployment(2))
    ready = wait_for_ready_pods(core, 2)
    tell("ready pods", len(ready))
    tell("endpoints", wait_for_endpoints(discovery, 2))

    patched = core.patch_namespaced_service("web", NAMESPACE, {"metadata": {"labels": {"x": "y"}}})
    tell("patch", patched.metadata.labels)
    scaled = apps.patch_namespaced_deployment_scale("web", NAMESPACE, {"spec": {"replicas": 3}})
    tell("scale", scaled.spec.replicas)
    first_page = core.list_namespaced_service(NAMESPACE, limit=1)
    tell("first page", [len(first_page.items), first_page.metadata.remaining_item_count])
    rest = core.list_namespaced_service(NAMESPACE, limit=1, _continue=first_page.metadata._continue)
    tell("second page", [item.metadata.name for item in rest.items])

    command = ["/bin/sh", "-c", "echo hello"]
    tell("exec", stream(core.connect_get_namespaced_pod_exec, ready[0], NAMESPACE, command=command, stderr=True, stdout=True))
    resource = dynamic.DynamicClient(api).resources.get(api_version="v1", kind="Service")
    tell("dynamic", sorted(item.metadata.name for item in resource.get(namespace=NAMESPACE).items))
    core.delete_namespaced_service("web", NAMESPACE)
    tell("deleted", status_of(lambda: core.read_namespaced_service("web", NAMESPACE)))


main(sys.argv[1])
