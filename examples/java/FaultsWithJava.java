import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Faults and the journal with Java's own HTTP client. Usage: java FaultsWithJava.java URL */
public class FaultsWithJava {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static String url;

    public static void main(String[] args) throws Exception {
        url = args[0];
        send("POST", "/kubeling/v1/reset", "");
        send("POST", "/kubeling/v1/faults", """
            {"verb": "create", "resource": "services", "status": 503, "times": 2}""");

        HttpResponse<String> created = patient("POST", "/api/v1/namespaces/default/services", """
            {"metadata": {"name": "patient"}, "spec": {"ports": [{"port": 80}]}}""");
        check(created.statusCode() == 201, created.body());

        HttpResponse<String> asked = send("POST", "/kubeling/v1/journal/expectations", """
            {"filter": {"verb": "create", "resource": "services"}, "times": 3}""");
        check(asked.statusCode() == 200, asked.body());
        System.out.println("ok");
    }

    /** Tries again while the server cannot answer. */
    private static HttpResponse<String> patient(String method, String path, String body) throws Exception {
        HttpResponse<String> response = send(method, path, body);
        for (int attempt = 1; response.statusCode() == 503 && attempt < 5; attempt++) {
            Thread.sleep(10L << attempt);
            response = send(method, path, body);
        }
        return response;
    }

    private static HttpResponse<String> send(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
            .header("content-type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
        return HTTP.send(request, BodyHandlers.ofString());
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) throw new AssertionError(otherwise);
    }
}
