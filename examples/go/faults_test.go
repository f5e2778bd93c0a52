// Package example shows faults, the journal and time with Go's own library: KUBELING_URL=http://127.0.0.1:8080 go test
package example

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"testing"
	"time"
)

type object map[string]any

// ask answers with the status and, where there is one, the object of the answer.
func ask(t *testing.T, method, path string, body any) (int, object) {
	t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequest(method, os.Getenv("KUBELING_URL")+path, bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err = io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	answer := object{}
	if err := json.Unmarshal(text, &answer); err != nil {
		t.Fatalf("%s %s: %s", method, path, text)
	}
	return response.StatusCode, answer
}

func control(t *testing.T, method, path string, body any) object {
	t.Helper()
	status, answer := ask(t, method, "/kubeling/v1"+path, body)
	if status >= 300 {
		t.Fatalf("%s %s: %v", method, path, answer["message"])
	}
	return answer
}

const maps = "/api/v1/namespaces/default/configmaps"

// touch reads, changes and writes until nobody else was faster.
func touch(t *testing.T, name string) {
	t.Helper()
	for attempt := 0; attempt < 5; attempt++ {
		_, found := ask(t, http.MethodGet, maps+"/"+name, nil)
		found["data"] = object{"touched": "yes"}
		status, answer := ask(t, http.MethodPut, maps+"/"+name, found)
		if status == http.StatusOK {
			return
		}
		if status != http.StatusConflict {
			t.Fatalf("update: %v", answer["message"])
		}
	}
	t.Fatal("there was always somebody faster")
}

func TestUpdateSurvivesConflicts(t *testing.T) {
	control(t, http.MethodPost, "/reset", nil)
	ask(t, http.MethodPost, maps, object{"metadata": object{"name": "web"}})
	control(t, http.MethodPost, "/faults", object{"verb": "update", "resource": "configmaps", "status": 409, "times": 2})
	touch(t, "web")
	control(t, http.MethodPost, "/journal/expectations", object{
		"filter": object{"verb": "update", "name": "web"}, "times": 3,
	})
}

func TestAnHourPassesAtOnce(t *testing.T) {
	before := control(t, http.MethodGet, "/time", nil)["time"].(string)
	after := control(t, http.MethodPost, "/time", object{"advance": "1h"})["time"].(string)
	if passed := parsed(t, after).Sub(parsed(t, before)); passed < time.Hour {
		t.Fatalf("only %s passed", passed)
	}
}

func parsed(t *testing.T, text string) time.Time {
	t.Helper()
	moment, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return moment
}
