// Package example shows client-go under faults. Run: KUBELING_URL=http://127.0.0.1:8080 go test ./...
package example

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/util/retry"
)

func control(t *testing.T, method, path, body string) {
	t.Helper()
	request, err := http.NewRequest(method, os.Getenv("KUBELING_URL")+"/kubeling/v1"+path, bytes.NewBufferString(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode >= 300 {
		t.Fatalf("%s %s: %s", method, path, response.Status)
	}
}

func TestUpdateSurvivesConflicts(t *testing.T) {
	control(t, http.MethodPost, "/reset", "")
	clients, err := kubernetes.NewForConfig(&rest.Config{Host: os.Getenv("KUBELING_URL")})
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	maps := clients.CoreV1().ConfigMaps(metav1.NamespaceDefault)
	if _, err := maps.Create(ctx, &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "web"}}, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}

	control(t, http.MethodPost, "/faults", `{"verb": "update", "resource": "configmaps", "status": 409, "times": 2}`)
	err = retry.RetryOnConflict(retry.DefaultRetry, func() error {
		web, err := maps.Get(ctx, "web", metav1.GetOptions{})
		if err != nil {
			return err
		}
		web.Data = map[string]string{"touched": "yes"}
		_, err = maps.Update(ctx, web, metav1.UpdateOptions{})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	control(t, http.MethodPost, "/journal/expectations", `{"filter": {"verb": "update", "name": "web"}, "times": 3}`)
}
