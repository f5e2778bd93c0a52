"""The official Python client under faults. Usage: faults_with_client.py URL"""

import json
import sys
import urllib.request

from kubernetes import client, watch
from kubernetes.client.rest import ApiException

URL = sys.argv[1]


def control(method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(
        URL + "/kubeling/v1" + path, data, {"content-type": "application/json"}, method=method
    )
    with urllib.request.urlopen(request, timeout=10) as response:
        return json.load(response)


control("POST", "/reset")
core = client.CoreV1Api(client.ApiClient(client.Configuration(host=URL)))
core.create_namespaced_service("default", {"metadata": {"name": "web"}, "spec": {"ports": [{"port": 80}]}})


def add_label(attempts=5):
    """Reads, changes, writes; and once more from the start when somebody was faster."""
    for _ in range(attempts):
        service = core.read_namespaced_service("web", "default")
        service.metadata.labels = {"touched": "yes"}
        try:
            return core.replace_namespaced_service("web", "default", service)
        except ApiException as error:
            if error.status != 409:
                raise
    raise AssertionError("never got through")


control("POST", "/faults", {"verb": "update", "resource": "services", "status": 409, "times": 2})
assert add_label().metadata.labels == {"touched": "yes"}
control("POST", "/journal/expectations", {"filter": {"verb": "update", "resource": "services"}, "times": 3})


def next_event(version):
    """A watch that lists again when it is told that its history is gone."""
    while True:
        try:
            for event in watch.Watch().stream(
                core.list_namespaced_service, "default", resource_version=version, timeout_seconds=5
            ):
                return event
        except ApiException as error:
            if error.status != 410:
                raise
            version = core.list_namespaced_service("default").metadata.resource_version
            core.create_namespaced_service("default", {"metadata": {"name": "new"}, "spec": {"ports": [{"port": 80}]}})


version = core.list_namespaced_service("default").metadata.resource_version
control("POST", "/faults", {"verb": "watch", "resource": "services", "watch": "expire", "times": 1})
event = next_event(version)
assert (event["type"], event["object"].metadata.name) == ("ADDED", "new"), event
print("ok")
