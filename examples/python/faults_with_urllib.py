"""Faults and the journal with Python's own library. Usage: faults_with_urllib.py URL

From another machine or container the server wants its --control-token, here from the environment: CONTROL_TOKEN.
"""

import json
import os
import sys
import time
import urllib.error
import urllib.request

URL = sys.argv[1]
HEADERS = {"content-type": "application/json"}
if os.environ.get("CONTROL_TOKEN"):
    HEADERS["authorization"] = "Bearer " + os.environ["CONTROL_TOKEN"]


def call(method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(URL + path, data, HEADERS, method=method)
    with urllib.request.urlopen(request, timeout=10) as response:
        return json.load(response)


def control(method, path, body=None):
    return call(method, "/kubeling/v1" + path, body)


def patient(method, path, body=None, attempts=5):
    """Tries again when it is told to."""
    for attempt in range(attempts):
        try:
            return call(method, path, body)
        except urllib.error.HTTPError as error:
            if error.code not in (429, 503) or attempt == attempts - 1:
                raise
            time.sleep(float(error.headers.get("retry-after", "0")) / 100)


control("POST", "/reset")
control("POST", "/faults", {"verb": "create", "resource": "services", "status": 429, "retryAfter": 1, "times": 2})
service = patient(
    "POST",
    "/api/v1/namespaces/default/services",
    {"metadata": {"name": "patient"}, "spec": {"ports": [{"port": 80}]}},
)
assert service["spec"]["clusterIP"], service

found = control("POST", "/journal/expectations", {"filter": {"verb": "create", "resource": "services"}, "times": 3})
assert [record["code"] for record in found["items"]] == [429, 429, 201], found

# Time is no obstacle: an hour in a moment.
before = control("GET", "/time")["time"]
after = control("POST", "/time", {"advance": "1h"})["time"]
assert before[:13] != after[:13]
print("ok")
